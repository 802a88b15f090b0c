import { loadavg } from 'node:os'
import { openScreens } from '@ils/testing/screens/open-screens'
import type { Page } from 'puppeteer'
import { percentile, type Figure } from './measure.ts'
import { asForm, generatedOrders } from './orders.ts'
import { withPortalBeside, type PortalBeside } from './portal-beside.ts'

const PRESSES = 100
const MOST_MS = 100
const MOST_BYTES = 250_000

/** The order form in a browser: what it costs to load, and how soon it says something. */
export function benchPortal(): Promise<Figure[]> {
  return withPortalBeside(async (beside) => {
    const { url, robin } = beside
    const from = await orderOne(beside)
    const screens = await openScreens(url, robin)
    const page = await screens.tab('/help', 'main h1')
    const bytes = await firstLoad(page, `${url}/orders/new`)
    await page.goto(`${url}/orders/new?from=${from}&way=reorder`)
    await page.waitForSelector('[data-lab=said]')
    const waits = await messages(page)
    await screens.close()
    const p95 = percentile(waits, 0.95)
    return [
      {
        what: `From the key that makes a power impossible, or possible again, until the message is about to be painted, ${PRESSES} times; load of the machine ${loadavg()[0]?.toFixed(1) ?? '?'}`,
        seen: `p95 ${p95.toFixed(0)} ms, ${(p95 / MOST_MS).toFixed(2)} of what it may be; p50 ${percentile(waits, 0.5).toFixed(0)} ms`,
        goal: `p95 ≤ ${MOST_MS} ms`,
        met: p95 <= MOST_MS,
      },
      {
        what: 'Script that the order form loads the first time, as it comes over the wire',
        seen: `${(bytes / 1000).toFixed(0)} kB, ${(bytes / MOST_BYTES).toFixed(2)} of what it may be`,
        goal: `≤ ${MOST_BYTES / 1000} kB`,
        met: bytes <= MOST_BYTES,
      },
    ]
  })
}

/** An order of single vision lenses, to begin a form with. */
async function orderOne({ robin, rulebook }: PortalBeside): Promise<string> {
  const { id: patientId } = await robin.portal.addPatient({ body: { givenName: 'Robin', familyName: 'Example' } })
  for (const { job, ...eyes } of generatedOrders(rulebook, 500)) {
    if (job['design.id'] !== 'sv' || job['frame.type'] !== 'plastic' || eyes.ordered.length < 2) continue
    const configuration = asForm({ ...eyes, job })
    const taken = await robin.portal.takeOrder({ body: { patientId, configuration } }).catch(() => null)
    if (taken) return taken.id
  }
  throw new Error('no order was taken')
}

async function firstLoad(page: Page, path: string): Promise<number> {
  const network = await page.createCDPSession()
  await network.send('Network.enable')
  await network.send('Network.setCacheDisabled', { cacheDisabled: true })
  const scripts = new Set<string>()
  let bytes = 0
  network.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.url.endsWith('.js')) scripts.add(requestId)
  })
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  })
  await page.goto(path)
  await page.waitForSelector('[name=design]')
  await page.waitForNetworkIdle({ concurrency: 1 })
  await network.detach()
  return bytes
}

/** By turns a power that is made and one that is not: each press has its message. */
async function messages(page: Page): Promise<number[]> {
  await page.evaluate(`(() => {
    globalThis.waits = []
    let pressed = null
    addEventListener('keydown', ({ timeStamp }) => { pressed = timeStamp }, true)
    let bad = document.querySelectorAll('.cause.bad').length
    new MutationObserver(() => {
      const now = document.querySelectorAll('.cause.bad').length
      if (now === bad) return
      bad = now
      const at = pressed
      if (at === null) return
      pressed = null
      requestAnimationFrame(() => globalThis.waits.push(performance.now() - at))
    }).observe(document.body, { subtree: true, childList: true })
  })()`)
  for (let i = 0; i < PRESSES; i++) {
    const isBad = i % 2 === 0
    await page.focus('[name="right.rx.cylinder"]')
    // Its text is selected by the focus, and typed over.
    await page.focus('[name="right.rx.sphere"]')
    await page.keyboard.type(isBad ? '-2400' : '-225')
    await page.waitForFunction(`(document.querySelector('.cause.bad') !== null) === ${String(isBad)}`)
    // What is searched for after the message goes on meanwhile, as it does when somebody types.
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return (await page.evaluate('globalThis.waits')) as number[] // Its own numbers.
}
