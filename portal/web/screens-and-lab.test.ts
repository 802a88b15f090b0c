import type { FullConfiguration } from '@ils/contract/configuration'
import { pseudoRandom } from '@ils/rules/analysis/pseudo-random'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import { generateLab } from '@ils/seeds/generator/generate-lab'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { until } from '@ils/testing/condition'
import { randomOrders } from '@ils/testing/random-orders'
import { judgeAlike, triesToCompile } from '@ils/testing/screens/judged-alike'
import { chromium } from '@ils/testing/screens/open-screens'
import { openWalk, WALK_PRACTICE, type Walk } from '@ils/testing/screens/open-walk'
import { noPace } from '@ils/testing/screens/hands'
import { orderAgain, orderSingleVision } from '@ils/testing/screens/scripted-orders'
import { shownBy, watchList, watchPrice } from '@ils/testing/screens/watch-screens'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Only where no Chromium is installed: a machine without one cannot look at a page.
describe.skipIf(chromium === undefined)('the screens and the lab behind them', () => {
  let walk: Walk
  let both: Walk['both']
  let portal: Walk['portal']
  let robin: Walk['robin']
  let browser: Walk['browser']
  let page: Walk['page']
  let complaints: Walk['complaints']
  let open: Walk['open']
  let shown: Walk['shown']
  let violations: Walk['violations']

  beforeAll(async () => {
    walk = await openWalk(readStandardLab())
    ;({ both, portal, robin, browser, page, complaints, open, shown, violations } = walk)
    await robin.portal.addPatient({ body: { givenName: 'Erika', familyName: 'Example' } })
    await open('/orders', 'input[type=email]')
    await page.type('input[type=email]', robin.email)
    await page.type('input[type=password]', robin.password)
    await page.keyboard.press('Enter')
    await page.waitForSelector('.connection')
  })
  afterAll(() => walk.close())

  test('an order is made and made again by the keyboard alone, as the proof of hands does it at a human pace', async () => {
    await open('/orders/new', '[name=design]')
    // That the same was ordered a short while ago is a refusal, which the browser writes down.
    const before = complaints.length
    const made = await orderSingleVision(page, noPace)
    expect(made.orderId).toMatch(/^ord_/)
    const again = await orderAgain(page, noPace)
    expect(again.orderId).toMatch(/^ord_/)
    expect(again.orderId).not.toBe(made.orderId)
    complaints.splice(before)
  })

  test('while the LIMS is away or answers garbage the form says so, takes the order all the same, and the order moves when it is back', async () => {
    const [taken] = (await robin.portal.listOrders({ query: {} })).items
    const again = `/orders/new?from=${taken?.id ?? ''}&way=reorder`
    await open(again, '[data-lab=said]')
    // The browser writes down what the portal answers for a LIMS that is away.
    const before = complaints.length
    both.far.misbehave({ share: 1, ways: ['html', 'wrong', 'truncated', 'broken'], random: Math.random })
    await page.click('[name="right.rx.sphere"]')
    await page.keyboard.type('-300')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-lab=away]')
    expect(await shown('.notice.warn')).toMatch(/lab/i)
    await page.waitForSelector('.connection .loud')
    expect(await violations()).toEqual([])
    await page.waitForSelector('.send .button.primary:not([data-disabled])')
    await page.click('.send .button.primary')
    await page.waitForFunction("location.pathname.startsWith('/orders/ord_')", { timeout: 20_000 })
    await until('the order says that it waits', async () => /not answer|sent/i.test(await shown('.notice.warn')), {
      withinMs: 20_000,
    })
    expect(await violations()).toEqual([])
    both.far.misbehave(null)
    await until('the screen has moved by itself', async () => (await shown('.page-head .badge')) === 'At the lab', {
      withinMs: 40_000,
    })
    expect((await both.lab.olga.client.listJobs({ query: { limit: 200 } })).items).toHaveLength(2)
    await page.waitForFunction("document.querySelector('.connection .loud') === null")
    complaints.splice(before)
  })

  test('a scan at the LIMS moves the order in an open list, and a new release the price in an open form, without a reload', async () => {
    // The lab holds what it takes for a duplicate: one that it does not.
    const taken = await until('an order is at the lab', async () =>
      (await robin.portal.listOrders({ query: {} })).items.find(({ status }) => status === 'pending'),
    )
    await open('/orders', `[data-order="${taken.id}"]`)
    await watchList(page)
    await both.lab.done({ verb: 'hold', job: taken.jobId ?? '', reason: 'frame missing' })
    await until('the list has moved', async () => (await shownBy(page)).some(({ text }) => text === 'On hold'))
    await both.lab.done({ verb: 'resume', job: taken.jobId ?? '' })

    await open(`/orders/new?from=${taken.id}&way=reorder`, '[data-price]')
    await watchPrice(page)
    const { rulebook } = loadRulebook(readStandardLab())
    if (!rulebook) throw new Error('the standard lab has faults')
    const cells = (row: (typeof rulebook.tables)[number]['rows'][number]) =>
      row.cells.map((cell, i) => (i === row.cells.length - 1 ? Number(cell) + 1000 : cell))
    const tables = rulebook.tables.map((table) =>
      table.event === 'charge' && table.params?.['code'] === 'lens'
        ? { ...table, rows: table.rows.map((row) => ({ ...row, cells: cells(row) })) }
        : table,
    )
    await both.lab.publish({ ...rulebook, tables }, 1)
    await until('the price is another one', async () => (await shownBy(page)).length > 1)
  })

  test('what the lab stops is mailed, the mail leads to the order, and the answer lets it go on', async () => {
    const [taken] = (await robin.portal.listOrders({ query: {} })).items
    const [orderId, job] = [taken?.id ?? '', taken?.jobId ?? '']
    await both.lab.workTo(job, 'right', 'edge')
    await both.lab.done({ verb: 'break', job, eye: 'right', station: 'edge', reason: 'EDG-S' })
    await both.lab.done({ verb: 'hold', job, reason: 'Which tint is meant?', owner: 'practice' })
    const manager = await portal.person({ role: 'manager' })
    const mails = async () => (await manager.portal.listMails({ query: {} })).items
    await until('it is mailed', async () => (await mails()).some(({ text }) => text?.includes('Which tint') === true))

    const context = await browser.createBrowserContext()
    const office = await context.newPage()
    await office.setViewport({ width: 1280, height: 800 })
    await office.goto(`${portal.url}/outbox`)
    await office.waitForSelector('input[type=email]')
    await office.type('input[type=email]', manager.email)
    await office.type('input[type=password]', manager.password)
    await office.keyboard.press('Enter')
    await office.waitForSelector('[data-mail] a')
    expect(await violations(office)).toEqual([])
    await office.click('[data-mail] a')
    await office.waitForSelector('iframe.mail-page')
    await until('the mail is shown', () => office.frames().some((frame) => frame.url().endsWith('/page')))
    expect(await violations(office)).toEqual([])
    // Its first link is the next thing that the keyboard comes to; it opens a page of its own.
    const order = `${portal.url}/orders/${orderId}`
    await office.focus('.one-mail .segments [data-selected]')
    await until('the link has opened the order', async () => {
      if (context.targets().some((target) => target.url() === order)) return true
      await office.keyboard.press('Tab')
      await office.keyboard.press('Enter')
      return false
    })
    await context.close()

    await open(`/orders/${orderId}`, '.notice form input')
    await page.type('.notice form input', 'Grey, 75 %')
    await page.keyboard.press('Enter')
    await until('the lab goes on', async () => (await both.lab.job(job)).hold === null)
    await page.waitForFunction("document.querySelector('.notice.bad') === null")
    expect(await shown('.timeline')).toContain('Grey, 75 %')
  })

  test('an order is told in the language of whoever reads, and is printed', async () => {
    const [taken] = (await robin.portal.listOrders({ query: {} })).items
    await open(`/orders/${taken?.id ?? ''}`, '.timeline li')
    await page.evaluate("localStorage.setItem('ils.language', 'de')")
    await page.reload()
    await page.waitForSelector('.timeline li')
    const told = await shown('.timeline')
    expect(told).toContain('Rechtes Glas verloren bei Randschleifen: Es wird neu gemacht')
    expect(told).toContain('Auf falsche Größe geschliffen')
    expect(told).not.toMatch(/lens|done|Stopped|Goes on/)
    // A dialog of the system has no place here: what would be printed is counted.
    await page.evaluateOnNewDocument('window.print = () => { top.printed = location.pathname }')
    await page.reload()
    await page.waitForSelector('.timeline li')
    const answered = (path: string) => page.waitForResponse((response) => response.url().includes(path))
    const [paper] = await Promise.all([answered('/confirmation?'), page.click('.page-head .button')])
    expect([paper.status(), await paper.text()]).toEqual([200, expect.stringContaining('Bestellbestätigung')])
    await page.waitForFunction("String(window.printed).endsWith('/confirmation')")
    const [pdf] = await Promise.all([answered('/confirmation.pdf'), page.click('.page-head .button + .button')])
    expect([pdf.status(), pdf.headers()['content-type']]).toEqual([200, 'application/pdf'])
    await page.waitForFunction("document.querySelector('.notice') === null")
    await page.evaluate("localStorage.setItem('ils.language', 'en')")
  })

  test('random orders are judged by the form exactly as by the LIMS, and the policy of the page forbids code of text', async () => {
    const { rulebook } = loadRulebook(readStandardLab())
    if (!rulebook) throw new Error('the standard lab has faults')
    const plan = { seed: 5, from: '2026-01-05', days: 4, jobsPerDay: 100, catalogue: rulebook.catalogue }
    // The engine's form and the wire's are one.
    const usual = [...generateLab({ ...plan, histories: false })].map((one) => one.configuration as FullConfiguration)
    await open('/orders/new', '[name=design]')
    const { key } = await both.lab.member('Another portal', 'service')
    const run = await judgeAlike({
      ...{ page, lims: both.lab.lims.client(key), practice: WALK_PRACTICE, count: 1500 },
      orders: randomOrders(rulebook, usual, pseudoRandom(20261121)),
    })
    // One that is shown is enough: each is a page long.
    expect(run.different.slice(0, 1).map((one) => one.slice(0, 2000))).toEqual([])
    expect(run).toMatchObject({ judged: 1500, violations: 0 })
    expect(run.outcomes.get('accepted')).toBeGreaterThan(200)
    expect(run.outcomes.get('refused')).toBeGreaterThan(200)
    const [thread] = page.workers()
    expect(thread && (await triesToCompile(thread))).toBe('EvalError')
  })

  test('nothing on any page has broken or asked for what the policy forbids', () => {
    expect(complaints).toEqual([])
  })
})
