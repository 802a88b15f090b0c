import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { until } from '@ils/testing/condition'
import { openTestPortal, type TestPortal } from '@ils/testing/test-portal'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SETUP_KEY } from '@ils/testing/test-lims'

/** A mail server that takes what comes, by the least of RFC 5321; it turns away as many mails as it is told first. */
const taken: string[] = []
let turnAway = 1
let server: Server
let portal: TestPortal

function talk(socket: Socket): void {
  let text = ''
  let inMail = false
  socket.write('220 ready\r\n')
  socket.on('data', (chunk) => {
    text += chunk.toString()
    for (;;) {
      const end = inMail ? text.indexOf('\r\n.\r\n') : text.indexOf('\r\n')
      if (end < 0) return
      const said = text.slice(0, end)
      text = text.slice(end + (inMail ? 5 : 2))
      if (inMail) taken.push(said)
      socket.write(answerTo(said))
      inMail = !inMail && said === 'DATA'
    }
  })
}

function answerTo(said: string): string {
  if (said.startsWith('MAIL FROM') && turnAway > 0) {
    turnAway--
    return '451 try again later\r\n'
  }
  return said === 'DATA' ? '354 go on\r\n' : '250 ok\r\n'
}

beforeAll(async () => {
  server = createServer(talk)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  portal = await openTestPortal({ env: { ILS_MAIL_SERVER: `smtp://127.0.0.1:${port}` } })
})
afterAll(async () => {
  await portal.close()
  server.close()
})

describe('a mail', () => {
  it('is sent again where the mail server turned it away for now, and marked when it is taken', async () => {
    const { portal: client } = portal.browser()
    const admin = { name: 'Alex Admin', email: 'alex@lab.example', password: 'a phrase that nobody uses' }
    await client.setUpPortal({ body: { setupKey: SETUP_KEY, ...admin } })
    await client.askReset({ body: { email: admin.email } })
    const mail = await until('the mail is taken', () => taken[0])
    expect(mail).toContain('To: alex@lab.example')
    expect(mail.replaceAll('=\r\n', '')).toMatch(/\/reset#[\w-]{43}/)
    expect(turnAway).toBe(0)
    await until('it is marked', async () => {
      const rows: { sent_at: Date | null }[] = await portal.database.ownerDb('mails')
      return rows.length === 1 && rows[0]?.sent_at
    })
  })

  it('is not read in the outbox where it is really sent: only where it is on its way', async () => {
    const browser = portal.browser()
    await browser.portal.signIn({ body: { email: 'alex@lab.example', password: 'a phrase that nobody uses' } })
    const [mail] = (await browser.portal.listMails()).items
    expect(mail).toMatchObject({ kind: 'access', state: 'sent', tries: 2, trouble: null, subject: null, text: null })
    expect((await browser.fetch(`${portal.url}/api/outbox/${mail?.id ?? ''}/page`)).status).toBe(404)
  })
})
