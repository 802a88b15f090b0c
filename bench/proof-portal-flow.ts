import { loadavg } from 'node:os'
import { until } from '@ils/testing/condition'
import { openScreens, type Screens } from '@ils/testing/screens/open-screens'
import { nowMs, shownBy, watchList, watchPrice, type Shown } from '@ils/testing/screens/watch-screens'
import type { Rulebook } from '@ils/rules/language/rulebook'
import type { Page } from 'puppeteer'
import { percentile } from './measure.ts'
import { asForm, generatedOrders } from './orders.ts'
import { withPortalBeside, type PortalBeside } from './portal-beside.ts'

const A_MINUTE = 50
const MINUTES = 3
const LISTS = 3
// They stand on the machine that serves them too, and each compiles the release by itself.
const FORMS = 4
const FORMS_OF_ONE = 2
const LINES = 200
const PUBLISHES = 3
const GOAL_MS = 1000

type Tabs = Pick<Screens, 'tab'>

interface Scanned {
  readonly orderId: string
  /** What the list shows then. */
  readonly text: string
  readonly atMs: number
}

/** Orders, scans and releases through real screens and servers: how long until the practice sees it. */
export function provePortalFlow(): Promise<{ good: boolean; lines: string[] }> {
  return withPortalBeside(async (beside) => {
    const { url, robin } = beside
    const screens = await openScreens(url, robin)
    const lists: Page[] = []
    for (let i = 0; i < LISTS; i++) {
      const somebody = await screens.person(await beside.colleague())
      const page = await somebody.tab('/orders', 'main h1')
      await page.waitForFunction("document.querySelector('main .ghost') === null")
      await watchList(page)
      lists.push(page)
    }
    const flow = await moveOrders(beside, await screens.person(await beside.colleague()))
    const waits = await waitsOf(lists, flow.scanned)
    for (const page of lists) await page.close()
    const releases = await publishAll(beside, screens, flow.priced)
    const { violations } = screens
    await screens.close()
    const [p50, p99] = [percentile(waits.ms, 0.5), percentile(waits.ms, 0.99)]
    const slowest = Math.max(...releases)
    return {
      good: waits.missing === 0 && p99 <= GOAL_MS && slowest <= GOAL_MS && violations.length === 0,
      lines: [
        `${flow.orders.length} orders in ${MINUTES} minutes (${A_MINUTE} a minute), ${flow.byForm} of them through the order form; load of the machine ${loadavg()[0]?.toFixed(1) ?? '?'}`,
        `scans at the LIMS that changed where an order is: ${flow.scanned.length}, watched in the lists of ${LISTS} people; never seen: ${waits.missing}`,
        `from the answer to the scan until the tab has it in its document: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms (goal ≤ ${GOAL_MS} ms)`,
        `${PUBLISHES} releases published while ${FORMS} order forms were open and ${LINES} more lines were followed: the last form had its price by the new one after ${releases.map((ms) => `${ms.toFixed(0)} ms`).join(', ')} (goal ≤ ${GOAL_MS} ms)`,
        `forbidden by the content security policy in all tabs: ${violations.length}`,
      ],
    }
  })
}

/** Fifty orders a minute, most of them by the portal's own endpoint, some by hand in the form; each is held and let go. */
async function moveOrders({ robin, rulebook, lab, reader }: PortalBeside, screens: Tabs) {
  const { id: patientId } = await robin.portal.addPatient({ body: { givenName: 'Robin', familyName: 'Example' } })
  const wanted = generatedOrders(rulebook, A_MINUTE * MINUTES * 4).values()
  const scanned: Scanned[] = []
  const orders: string[] = []
  /** Those whose price is another one by the releases that come. */
  const priced: string[] = []
  const working: Promise<void>[] = []
  const follow = async (orderId: string): Promise<void> => {
    const job = await until(
      'it is at the lab',
      async () => (await reader.listJobs({ query: { orderRef: orderId, limit: 1 } })).items[0]?.id,
      { everyMs: 250, withinMs: 30_000 },
    )
    // Whoever scans has the tray before them, which takes longer than the portal takes to hear of the job.
    await pause(2000)
    const scan = async (text: string, act: { verb: 'hold'; reason: string } | { verb: 'resume' }): Promise<void> => {
      const { result } = await lab.scan({ body: { scanId: `flow-${job}-${act.verb}`, job, ...act } })
      if (result !== 'refused') scanned.push({ orderId, text, atMs: nowMs() })
      await pause(3000)
    }
    await scan('On hold', { verb: 'hold', reason: 'frame missing' })
    await scan('At the lab', { verb: 'resume' })
  }
  const orderNext = async (): Promise<void> => {
    for (let tries = 0; tries < 20; tries++) {
      const { value } = wanted.next()
      if (!value) throw new Error('there are no more orders')
      const configuration = asForm(value)
      const taken = await robin.portal
        .takeOrder({ body: { patientId, configuration, evenIfAlike: true } })
        .catch(() => null)
      if (!taken) continue
      orders.push(taken.id)
      if (taken.price?.charges.some(({ code }) => code === 'lens') === true) priced.push(taken.id)
      working.push(follow(taken.id))
      return
    }
  }
  await orderNext()
  const hand = orderByHand(screens, orders[0] ?? '')
  const began = performance.now()
  for (let made = 1; made < A_MINUTE * MINUTES; made++) {
    await pause(began + (made * 60_000) / A_MINUTE - performance.now())
    void orderNext()
    process.stdout.write(`\r  ${made + 1} orders `)
  }
  const byForm = await hand.end()
  await Promise.all(working)
  await pause(2000)
  process.stdout.write('\n')
  return { orders, priced, scanned, byForm: byForm.length }
}

/** Somebody orders again and again by the form: another power each time, and sends. */
function orderByHand(screens: Tabs, from: string): { end(): Promise<string[]> } {
  const made: string[] = []
  let isOver = false
  const going = (async () => {
    for (let turn = 1; !isOver; turn++) {
      const page = await screens.tab(`/orders/new?from=${from}&way=reorder`, '[data-lab=said]')
      await page.click('[name="right.rx.sphere"]')
      await page.keyboard.type(`-${100 + 25 * (turn % 12)}`)
      await page.keyboard.press('Enter')
      const sent = await page.waitForSelector('.send .button.primary:not([data-disabled])', { timeout: 5000 }).then(
        () => true,
        () => false,
      )
      if (sent) {
        await page.click('.send .button.primary')
        const there = "location.pathname.startsWith('/orders/ord_')"
        await page.waitForFunction(there, { timeout: 5000 }).then(
          () => made.push(page.url()),
          () => 0,
        )
      }
      await page.close()
      await pause(5000)
    }
  })()
  return {
    async end() {
      isOver = true
      await going
      return made
    },
  }
}

async function waitsOf(
  lists: readonly Page[],
  scanned: readonly Scanned[],
): Promise<{ ms: number[]; missing: number }> {
  const ms: number[] = []
  let missing = 0
  for (const page of lists) {
    const shown = await shownBy(page)
    for (const { orderId, text, atMs } of scanned) {
      // It may be there before the scanner has its answer.
      const seen = shown.find((one: Shown) => one.of === orderId && one.text === text && one.atMs > atMs - 500)
      if (seen) ms.push(Math.max(0, seen.atMs - atMs))
      else missing += 1
    }
  }
  return { ms, missing }
}

/** All prices a dollar higher, again and again. */
async function publishAll(
  { url, robin, rulebook, publish, colleague }: PortalBeside,
  screens: Screens,
  orders: readonly string[],
) {
  const forms: Page[] = []
  let somebody: Tabs = screens
  for (let i = 0; i < FORMS; i++) {
    if (i % FORMS_OF_ONE === 0) somebody = await screens.person(await colleague())
    const page = await somebody.tab(`/orders/new?from=${orders[i % orders.length] ?? ''}&way=reorder`, '[data-price]')
    await watchPrice(page)
    forms.push(page)
  }
  const over = new AbortController()
  const lines = Array.from({ length: LINES }, () => follow(url, robin, over.signal))
  await pause(1000)
  const slowest: number[] = []
  for (let turn = 1; turn <= PUBLISHES; turn++) {
    const counts = await Promise.all(forms.map(async (page) => (await shownBy(page)).length))
    await publish(dearer(rulebook, turn))
    const published = nowMs()
    const waits = forms.map((page, i) =>
      until(`form ${i} has its new price`, async () => (await shownBy(page))[counts[i] ?? 0], {
        everyMs: 100,
        withinMs: 30_000,
      }),
    )
    slowest.push(Math.max(...(await Promise.all(waits)).map(({ atMs }) => atMs - published)))
    await pause(2000)
  }
  over.abort()
  await Promise.allSettled(lines)
  return slowest
}

/** Reads a line as a browser does, to its end. */
async function follow(url: string, robin: PortalBeside['robin'], signal: AbortSignal): Promise<void> {
  const answer = await robin.fetch(`${url}/api/live`, { signal })
  for await (const _ of answer.body ?? []) if (signal.aborted) return
}

function dearer(rulebook: Rulebook, turn: number): Rulebook {
  const tables = rulebook.tables.map((table) =>
    table.params?.['code'] !== 'lens' || table.event !== 'charge'
      ? table
      : {
          ...table,
          rows: table.rows.map((row) => ({
            ...row,
            cells: row.cells.map((cell, i) =>
              i === row.cells.length - 1 && typeof cell === 'number' ? cell + 100 * turn : cell,
            ),
          })),
        },
  )
  return { ...rulebook, name: `${rulebook.name}, dearer ${turn}`, tables }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))
