import type { Event, EventKind } from '@ils/contract/event'
import * as told from '@ils/contract/job-events'
import type { Static, TObject } from '@sinclair/typebox'

/** How this reader is told. */
export interface Teller {
  stationName(id: string): string
  /** Whoever did it, as this reader may know them. */
  readonly who: string
  /** False for a practice: hands and machines of the lab are not named. */
  readonly ofTheLab: boolean
}

type Tell = (data: Event['data'], teller: Teller) => string

/** What is recorded of a kind was checked against it when it was written. */
const sentence = <D extends TObject>(
  kind: EventKind<D>,
  tell: (data: Static<D>, teller: Teller) => string,
): readonly [string, Tell] => [kind.type, tell]

/** Every event of a job in plain English, by hand. */
const sentences: ReadonlyMap<string, Tell> = new Map([
  sentence(told.jobCreated, (data, { who }) => {
    const { kind, original, reason, priority, frameWay, promisedOn, total, currency, rules } = data
    const again = original === null ? '' : `. It makes job ${original} again (${words(kind)}): ${reason ?? 'no reason'}`
    const soon = priority === 'standard' ? '' : `, ${priority}`
    const said = rules.length === 0 ? '' : `. Rules that spoke: ${rules.join(', ')}`
    return `Taken by ${who}${soon}, ${FRAMES[frameWay]}; promised for ${promisedOn}, ${money(total, currency)}${again}${said}`
  }),
  sentence(told.jobStatusChanged, ({ from, status, reason }) => {
    const why = reason === null ? '' : `: ${reason}`
    return `Is ${words(status)} now, was ${words(from)}${why}`
  }),
  sentence(told.jobPromiseChanged, ({ from, promisedOn, reason }) =>
    promisedOn > from
      ? `Promised a later day: ${promisedOn} instead of ${from}, because ${reason}`
      : `Promised an earlier day: ${promisedOn} instead of ${from}, because ${reason}`,
  ),
  sentence(told.jobMoved, ({ did, eye, step, next, batch, ...where }, teller) => {
    const name = teller.stationName(step)
    const lot = batch === null || !teller.ofTheLab ? '' : `, in batch ${batch}`
    const done = `${name} ${did === 'started' ? 'begun' : 'done'} for ${lens(eye)}${by(where, teller)}${lot}`
    if (did === 'started') return done
    return next === null ? `${done}; all its steps are done` : `${done}; next: ${teller.stationName(next)}`
  }),
  sentence(told.jobTrayBound, ({ tray, before, ...where }, teller) => {
    const out = before === null ? '' : `, out of tray ${before}`
    return `Put into tray ${tray}${out}${by(where, teller)}`
  }),
  sentence(told.jobTrayFreed, ({ tray, ...where }, teller) => `Taken out of tray ${tray}${by(where, teller)}`),
  sentence(told.jobPicked, ({ mode, eye, opc, planned, lot, reason, ...where }, teller) => {
    const what = `${opc ?? 'a blank'}${lot === null ? '' : ` of lot ${lot}`}`
    const why = reason === null ? '' : `: ${reason}`
    const how = mode === 'short' ? 'said by' : 'by'
    return `${PICKS[mode](what, lens(eye), planned)}${by(where, teller, how)}${why}`
  }),
  sentence(told.jobFrameArrived, (where, teller) => `The frame came${by(where, teller, 'taken in by')}`),
  sentence(told.jobHeld, ({ reason, owner, until, rules, ...where }, teller) => {
    const acts = owner === null || !teller.ofTheLab ? '' : `; ${owner} has to act`
    const ends = until === null ? '' : `; it ends by itself at ${until}`
    const said = rules.length === 0 ? '' : ` (${rules.join(', ')})`
    return `Put on hold${by(where, teller)}: ${reason}${said}${acts}${ends}`
  }),
  sentence(
    told.jobResumed,
    ({ why, ...where }, teller) => `Let go on${by(where, teller)}${why === null ? '' : `: ${why}`}`,
  ),
  sentence(told.jobBreakage, ({ eye, means, reason, fault, lost, restart, attempt, opc, ...where }, teller) => {
    const at = where.station === null ? '' : ` at ${teller.stationName(where.station)}`
    const what = lost ? `was lost${at}` : `has to be worked again${at === '' ? '' : `, seen${at}`}`
    const cost = lost && opc !== null && teller.ofTheLab ? `; blank ${opc} is gone` : ''
    const again = lost ? `, as lens number ${attempt}` : ''
    const named = `${capital(lens(eye))} ${what}${by({ ...where, station: null }, teller, 'said by')}`
    const why = teller.ofTheLab ? `: ${means} (${reason}, ${FAULTS[fault]})` : `: ${means}`
    return `${named}${why}${cost}; back to ${teller.stationName(restart)}${again}`
  }),
  sentence(told.jobBreakageReversed, ({ eye, why, backTo, ...where }, teller) => {
    const stands = backTo === null ? 'all its steps are done' : `it stands before ${teller.stationName(backTo)} again`
    return `The breakage of ${lens(eye)} was taken back${by(where, teller)}: ${why}; ${stands}`
  }),
  sentence(told.jobInspected, ({ eye, verdict, causes, why, rules, ...where }, teller) => {
    const seen = `${capital(lens(eye))} was inspected${by(where, teller)}`
    if (verdict === 'pass') return `${seen} and is within tolerance`
    const out = causes.length === 0 ? 'it failed' : causes.join('; ')
    const said = rules.length === 0 ? '' : ` (${rules.join(', ')})`
    return verdict === 'fail'
      ? `${seen} and failed: ${out}${said}`
      : `${seen}: ${out}${said}; passed all the same: ${why ?? 'no reason'}`
  }),
  sentence(told.jobRemade, ({ by: other, kind, reason }) => `Made again by job ${other} (${words(kind)}): ${reason}`),
  sentence(told.jobRejudged, ({ before, after, reason, differences }, { who }) => {
    const what = differences.length === 0 ? 'nothing differs' : differences.join('; ')
    return `Judged anew by ${who}, by release ${after} instead of ${before}, because ${reason}: ${what}`
  }),
  sentence(told.jobShipped, ({ carrier, tracking, ...where }, teller) => {
    const number = tracking === null ? '' : `, ${tracking}`
    return `Left the lab with ${carrier}${number}${by(where, teller, 'given out by')}`
  }),
  sentence(told.jobCancelled, ({ reason, fee, currency, rules, ...where }, teller) => {
    const cost = fee === 0 ? 'at no cost' : `for ${money(fee, currency)}`
    const said = rules.length === 0 ? '' : ` (${rules.join(', ')})`
    return `Cancelled${by(where, teller)} ${cost}${said}: ${reason}`
  }),
])

/** What happened, in words. An event of a later version is named at least. */
export function sentenceOf({ type, data }: Event, teller: Teller): string {
  const tell = sentences.get(type)
  return tell ? capital(tell(data, teller)) : words(type)
}

const FRAMES = {
  none: 'uncut',
  enclosed: 'with its frame',
  to_come: 'its frame to come',
  remote: 'edged to a trace',
} as const

const FAULTS = {
  lab: 'the lab answers for it',
  maker: 'the maker answers for it',
  practice: 'the practice answers for it',
}

const PICKS: Readonly<Record<'use' | 'exchange' | 'short' | 'defect' | 'reverse', Pick>> = {
  use: (what, eye) => `Blank ${what} picked for ${eye}`,
  exchange: (what, eye, planned) => `Blank ${what} picked for ${eye} instead of ${planned ?? 'what was planned'}`,
  short: (what, eye) => `No blank ${what} was there for ${eye}`,
  defect: (what, eye) => `Blank ${what} for ${eye} was no good and set aside`,
  reverse: (what, eye) => `Blank ${what} for ${eye} was put back`,
}
type Pick = (what: string, eye: string, planned: string | null) => string

interface Where {
  readonly station: string | null
  readonly machine?: string | null
}

/** By whom and at which machine. */
function by({ machine = null }: Where, { who, ofTheLab }: Teller, how = 'by'): string {
  const at = machine === null || !ofTheLab ? '' : ` at ${machine}`
  return `${how === 'by' ? '' : ','} ${how} ${who}${at}`
}

const lens = (eye: 'right' | 'left' | 'pair'): string => (eye === 'pair' ? 'the pair' : `the ${eye} lens`)

const money = (minor: number, currency: string): string => `${(minor / 100).toFixed(2)} ${currency}`

const words = (code: string): string => code.replaceAll(/[._]/g, ' ')
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
