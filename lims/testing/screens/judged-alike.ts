import type { FullConfiguration } from '@ils/contract/configuration'
import type { Validation } from '@ils/contract/validation'
import type { LimsClient } from '@ils/lims-client/lims-client'
import type { Cause } from '@ils/rules/engine/decision'
import type { Page, WebWorker } from 'puppeteer'
import { until } from '../condition.ts'

export interface AlikeRun {
  readonly judged: number
  readonly outcomes: ReadonlyMap<string, number>
  /** What the two said of the same order, where it was not the same: must be none. */
  readonly different: readonly string[]
  /** What the thread that judged was forbidden: must be none. */
  readonly violations: number
}

interface AlikeOptions {
  /** A tab with the order form in it. */
  readonly page: Page
  /** As the portal asks. */
  readonly lims: LimsClient
  readonly practice: string
  readonly orders: Iterator<FullConfiguration>
  readonly count: number
  readonly onProgress?: (judged: number) => void
}

/** What the thread says of an order, as far as it decides anything. */
interface Said {
  readonly outcome: string
  readonly causes: readonly Cause[]
  readonly total: number
  readonly charges: readonly unknown[]
  readonly workingHours: number | null
}

const AT_ONCE = 250

/**
 * Begins another thread from the same file as the form's own, tells it the same rules, and keeps what it says. In the page
 * itself, under the page's own policy.
 */
const BEGIN = `async (chunk) => {
  const answer = await (await fetch('/api/catalogue/rules')).blob()
  const { rulebook } = JSON.parse(await answer.text())
  const thread = new Worker(chunk, { type: 'module' })
  const waiting = new Map()
  let asked = 0
  const ready = new Promise((resolve, reject) => {
    thread.addEventListener('error', (event) => reject(new Error(event.message)))
    thread.addEventListener('message', ({ data }) => {
      if (data.kind === 'ready') resolve(rulebook.settings.currency)
      if (data.kind === 'judged') waiting.get(data.id)(data.judged)
    })
  })
  globalThis.judgeMany = (practice, configurations) => Promise.all(configurations.map((configuration) => new Promise((resolve) => {
    const id = ++asked
    waiting.set(id, (judged) => { waiting.delete(id); resolve(judged) })
    thread.postMessage({ kind: 'judge', id, practice, configuration })
  })))
  thread.postMessage({ kind: 'rules', answer })
  return ready
}`

/** Judges the same orders in the browser, by the file the order form judges with, and at the LIMS, and compares. */
export async function judgeAlike({ page, lims, practice, orders, count, onProgress }: AlikeOptions): Promise<AlikeRun> {
  const own = await until('the form has its thread', () => page.workers()[0])
  await page.evaluate(`(${BEGIN})(${JSON.stringify(own.url())})`)
  const thread = await until('the other one is there', () => page.workers().find((one) => one !== own))
  await thread.evaluate(
    `globalThis.forbidden = 0; addEventListener('securitypolicyviolation', () => { globalThis.forbidden += 1 })`,
  )
  const outcomes = new Map<string, number>()
  const different: string[] = []
  let judged = 0
  while (judged < count) {
    const batch = Array.from({ length: Math.min(AT_ONCE, count - judged) }, () => mustHave(orders))
    const [here, there] = await Promise.all([
      page.evaluate(`judgeMany(${JSON.stringify(practice)}, ${JSON.stringify(batch)})`) as Promise<Said[]>, // Its own words.
      atTheLims(lims, practice, batch),
    ])
    for (const [i, order] of batch.entries()) {
      const [one, other] = [here[i] && wordsOf(here[i]), there[i] && wordsOfLims(there[i])]
      outcomes.set(here[i]?.outcome ?? 'none', (outcomes.get(here[i]?.outcome ?? 'none') ?? 0) + 1)
      if (one === undefined || one !== other)
        different.push(`${JSON.stringify(order)}: ${one ?? 'nothing'} here, ${other ?? 'nothing'} at the LIMS`)
    }
    judged += batch.length
    onProgress?.(judged)
  }
  return { judged, outcomes, different, violations: Number(await thread.evaluate('globalThis.forbidden')) }
}

/** Whether the policy that these threads run under is in force at all: what it forbids is tried. */
export async function triesToCompile(thread: WebWorker): Promise<string> {
  // Later, when nobody from outside is at work in the thread any more: then the page's own policy holds.
  const tried = `new Promise((resolve) => setTimeout(() => {
    try { resolve('it ran: ' + new Function('return 1')()) } catch (error) { resolve(error.name) }
  }, 0))`
  return String(await thread.evaluate(tried))
}

async function atTheLims(
  lims: LimsClient,
  practice: string,
  batch: readonly FullConfiguration[],
): Promise<(Validation | null)[]> {
  const said: (Validation | null)[] = []
  const lines = batch.map((configuration) => ({ order: { configuration, practice } }))
  for await (const { validation } of lims.validateMany({ lines })) said.push(validation)
  return said
}

const wordsOf = ({ outcome, causes, total, charges, workingHours }: Said): string =>
  JSON.stringify({ outcome, causes: causes.map(wordsOfCause).sort(), total, charges, workingHours })

function wordsOfLims({ outcome, causes, price, promise }: Validation): string {
  const charges = price.charges.map(({ code, eye, amount }) => ({ code, eye, amount }))
  const words = causes.map(wordsOfCause).sort()
  return JSON.stringify({ outcome, causes: words, total: price.total, charges, workingHours: promise.workingHours })
}

/** Of the order of causes nothing is promised. */
const wordsOfCause = ({ code, severity, field, eye, message, seen, limit }: Cause | Validation['causes'][number]) =>
  JSON.stringify({ code, severity, field, eye, message, seen, limit })

function mustHave<T>(from: Iterator<T>): T {
  const { value, done } = from.next()
  if (done === true) throw new Error('there are no more orders')
  return value
}
