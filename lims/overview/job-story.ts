import type { AnswerOf } from '@ils/contract/endpoint'
import type { Event } from '@ils/contract/event'
import { jobCreated } from '@ils/contract/job-events'
import type { jobStory as endpoint } from '@ils/contract/jobs'
import type { StockMove } from '@ils/contract/stock'
import type { Actor } from '@ils/platform/actor'
import { readEventsOf } from '@ils/platform/events/store'
import type { Cause } from '@ils/rules/engine/decision'
import type { App } from '../app.ts'
import { jobForStory, type JobForStory } from '../production/public.ts'
import { stockMovesOf } from '../stock/public.ts'
import { sentenceOf } from './event-sentence.ts'

type Story = AnswerOf<typeof endpoint>
type Line = Story['lines'][number]

/** What happened to a job, by whom and why: its events in the order of its changes, each stock move behind the act that made it. */
export async function jobStory(app: App, actor: Actor, jobId: string): Promise<Story> {
  const job = await jobForStory(app, actor, jobId)
  const events = await readEventsOf(app.db, jobId)
  const lines = []
  for (const event of events) lines.push({ scan: event.data['scanId'], line: await lineOf(event, job, actor) })
  // What lies on the shelf is nobody's concern outside of the lab.
  const moves = actor.practice === null ? await stockMovesOf(app.db, jobId) : []
  for (const move of moves) {
    const acted = move.scanId === null ? -1 : lines.findLastIndex(({ scan }) => scan === move.scanId)
    const later = lines.findIndex(({ line }) => line.at > move.at)
    const place = acted >= 0 ? acted + 1 : later >= 0 ? later : lines.length
    lines.splice(place, 0, { scan: move.scanId, line: lineOfMove(move) })
  }
  return { jobId, lines: lines.map(({ line }) => line) }
}

async function lineOf(event: Event, job: JobForStory, actor: Actor): Promise<Line> {
  const { at, type, data } = event
  const ofTheLab = actor.practice === null
  const imported = data['imported'] === true
  const who =
    ofTheLab || event.actor.id === actor.id
      ? (textIn(data, 'operator') ?? (imported ? 'the former system' : event.actor.name))
      : 'the lab'
  const told = sentenceOf(event, { stationName: (id) => job.stationName(id), who, ofTheLab })
  const causes = type === jobCreated.type ? await job.causesBy(event.releaseId) : []
  const rules = Array.isArray(data['rules']) ? data['rules'].map(String) : []
  return {
    ...{ at, type, by: who, station: textIn(data, 'station') ?? null },
    sentence: [told, ...causes.map((cause) => inWords(cause, ofTheLab))].join('. '),
    rules: [...new Set([...rules, ...causes.flatMap(({ rule }) => (rule === undefined ? [] : [rule]))])],
    imported,
    data: ofTheLab ? data : withoutHands(data),
  }
}

const SEVERITIES = { refuse: 'Refused', hold: 'Held', confirm: 'To be confirmed', advise: 'Advised' } as const

function inWords({ severity, message, settled }: Cause, ofTheLab: boolean): string {
  const text = message.replace(/[.]$/, '')
  if (!settled) return `${SEVERITIES[severity]}: ${text}`
  const why = settled.why === undefined ? '' : `: ${settled.why}`
  return `${settled.how === 'confirmed' ? 'Confirmed' : 'Overridden'}${ofTheLab ? ` by ${settled.by}` : ''}: ${text}${why}`
}

function lineOfMove({ at, kind, by, opc, lot, change, balance, eye, reason, ...move }: StockMove): Line {
  const many = Math.abs(change) === 1 ? 'one' : String(Math.abs(change))
  const did = change < 0 ? `${many} taken off the shelf` : `${many} put on the shelf`
  const what = eye === null ? '' : ` for the ${eye} lens`
  const why = reason === null ? '' : `: ${reason}`
  return {
    ...{ at, type: 'stock.moved', by, station: null, rules: [], imported: false },
    sentence: `Blank ${opc} of lot ${lot}: ${did}${what} by ${by} (${kind.replaceAll('_', ' ')}), ${balance} left${why}`,
    data: { ...move, opc, lot, change, kind, balance, eye, reason },
  }
}

const HANDS = new Set(['operator', 'machine', 'scanId', 'note', 'owner', 'fault', 'batch'])

/** A practice learns what happened, not whose hands did it. */
const withoutHands = (data: Event['data']): Event['data'] =>
  Object.fromEntries(Object.entries(data).filter(([name]) => !HANDS.has(name)))

function textIn(data: Event['data'], name: string): string | undefined {
  const value = data[name]
  return typeof value === 'string' ? value : undefined
}
