import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { capturedLog } from '@ils/testing/captured-log'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPdf, type Pdf } from './pdf.ts'

const at = new Date('2026-03-02T10:00:00Z')
const bodyOf = (text: string): string =>
  `<!doctype html><html lang="en"><title>${text}</title><body>${text}</body></html>`

// The bundle is for Linux on x64 only.
describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('the browser that comes along', () => {
  let cache: string
  let pdf: Pdf
  const log = capturedLog()
  beforeAll(() => {
    cache = mkdtempSync(join(tmpdir(), 'ils-chromium-'))
    pdf = openPdf({ log, env: { ...process.env, XDG_CACHE_HOME: cache }, chromium: 'bundle' })
  })
  afterAll(async () => {
    await pdf.close()
    rmSync(cache, { recursive: true, force: true })
  })

  it('is unpacked once and prints many pages at once, each the same bytes for the same page', async () => {
    const texts = Array.from({ length: 12 }, (_, number) => `Page ${number % 3}`)
    const made = await Promise.all(texts.map((text) => pdf.print(bodyOf(text), { paper: 'A4', at })))
    for (const [number, bytes] of made.entries()) {
      expect(bytes.toString('latin1')).toContain('D:20260302100000')
      expect(bytes.equals(made[number % 3] ?? Buffer.alloc(0))).toBe(true)
    }
    expect(made[0]?.equals(made[1] ?? Buffer.alloc(0))).toBe(false)
    expect(log.text().match(/a browser was begun/g)).toHaveLength(1)
  })

  it('draws text with a font of its own: no page is blank', async () => {
    const [text, empty] = await Promise.all([
      pdf.print(bodyOf('Größe 5 mm'), { paper: 'Letter', at }),
      pdf.print(bodyOf(''), { paper: 'Letter', at }),
    ])
    expect(text.toString('latin1')).toMatch(/\/FontName \/\w+\+/)
    expect(empty.toString('latin1')).not.toMatch(/\/FontName/)
  })

  it('asks for nothing and runs nothing: a page is what stands in it', async () => {
    let asked = 0
    const server = createServer((_, answer) => {
      asked++
      answer.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo // It listens on a port.
    const script = '<script>document.title = "run"</script>'
    const picture = `<img alt="" src="http://127.0.0.1:${port}/counted.png">`
    const page = `<!doctype html><html lang="en"><title>still</title><body>${picture}${script}</body></html>`
    const text = (await pdf.print(page, { paper: 'A4', at })).toString('latin1')
    server.close()
    expect([text.includes('/Title (still)'), asked]).toEqual([true, 0])
  })

  it('takes no more once it is closed', async () => {
    await pdf.close()
    await expect(pdf.print(bodyOf('late'), { paper: 'A4', at })).rejects.toMatchObject({ code: 'not_ready' })
  })
})

describe('without a browser', () => {
  it('a PDF is refused with what to do about it', async () => {
    const none = openPdf({ log: capturedLog(), env: {}, chromium: 'none' })
    await expect(none.print(bodyOf('x'), { paper: 'A4', at })).rejects.toThrow('install Chromium')
    const missing = openPdf({ log: capturedLog(), env: {}, chromium: '/nowhere/chromium' })
    await expect(missing.print(bodyOf('x'), { paper: 'A4', at })).rejects.toMatchObject({ code: 'no_pdf', status: 503 })
  })
})
