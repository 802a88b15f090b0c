import { compileRelease, type CompiledRelease } from '@ils/rules/engine/compile-release'
import { judge } from '@ils/rules/engine/judge'
import { searchNearest } from '@ils/rules/engine/nearest-accepted'
import type { Cause } from '@ils/rules/engine/decision'
import type { Configuration } from '@ils/rules/language/rulebook'
import type { OrderingRules } from '../../../contract/catalogue.ts'
import { fitsOf } from './find-fits.ts'
import type { FromThread, ToThread } from './judged.ts'
import { offerOf } from './offer-of.ts'
import { summaryOf } from './summary-of.ts'

// A keystroke never waits: all judging is done in this thread, and what was asked last comes first.

const MOST_JUDGEMENTS = 1500
const SLICE_MS = 12

/** A value that is there and will not do; what is not filled in yet has no nearest value. */
const hasLimit = ({ severity, seen }: Cause): boolean => severity === 'refuse' && seen !== null

type Asked = Extract<ToThread, { kind: 'judge' }>

let release: CompiledRelease | null = null
let asked: Asked | null = null
/** Which work is the newest; what is older gives up. */
let newest = 0
/** The rules that are being read. */
let coming: Blob | null = null
let offered = ''

const say = (line: FromThread): void => {
  postMessage(line)
}

/** What has arrived meanwhile is heard. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

/** Long searches give way: whatever was typed meanwhile is judged first, and makes them needless. */
async function inSlices<T>(work: Iterator<undefined, T>, mine: number): Promise<T | null> {
  let until = performance.now() + SLICE_MS
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    if (performance.now() < until) continue
    await turn()
    if (mine !== newest) return null
    until = performance.now() + SLICE_MS
  }
}

/** With the day and the practice, which an order has without anybody filling them in. */
function completed({ configuration: { job, ...rest }, practice }: Asked, timeZone: string): Configuration {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date())
  return { ...rest, job: { 'order.date': today, ...(practice === null ? {} : { 'practice.id': practice }), ...job } }
}

async function answerAsked(): Promise<void> {
  const mine = ++newest
  if (release === null || coming !== null || asked === null) return
  const { id } = asked
  const configuration = completed(asked, release.rulebook.settings.timeZone)
  const decision = judge(release, 'order', configuration)
  say({ kind: 'judged', id, judged: summaryOf(decision) })
  // Whatever was typed faster than it could be judged has waited in the meantime: nothing is searched for before it.
  await turn()
  if (mine !== newest) return
  if (decision.causes.some(hasLimit)) {
    const found = await inSlices(searchNearest(release, 'order', configuration, MOST_JUDGEMENTS), mine)
    if (found) {
      const nearest = found.suggestions.map(({ field, eye, from, to, clears }) => ({ field, eye, from, to, clears }))
      say({ kind: 'nearest', id, nearest })
    }
  } else say({ kind: 'nearest', id, nearest: [] })
  if (mine !== newest) return
  const fits = await inSlices(fitsOf(release, configuration), mine)
  if (fits) say({ kind: 'fits', id, fits })
}

/** Brings a release into force here: whatever was asked last is judged by it. */
async function read(answer: Blob): Promise<void> {
  coming = answer
  try {
    const text = await answer.text()
    // Another one came meanwhile.
    if (coming !== answer) return
    // The portal checks its answers against the contract that this type is read from.
    const { release: from, hash, rulebook } = JSON.parse(text) as OrderingRules
    release = compileRelease(rulebook, hash)
    const offer = offerOf(rulebook)
    const isNew = JSON.stringify(offer) !== offered
    offered = JSON.stringify(offer)
    say({ kind: 'ready', release: from.number, offer: isNew ? offer : null })
  } catch {
    say({ kind: 'broken' })
  }
  if (coming !== answer) return
  coming = null
  await answerAsked()
}

addEventListener('message', ({ data }: MessageEvent<ToThread>) => {
  if (data.kind === 'rules') {
    void read(data.answer)
    return
  }
  asked = data
  void answerAsked()
})
