import type { Event } from '@ils/contract/event'
import type { LimsClient } from '@ils/lims-client/lims-client'
import type { Db } from '@ils/platform/db/database'
import { until } from './condition.ts'
import { replayJobs, type ToldJob } from './floor-replay.ts'
import { replayStock } from './floor-stock.ts'

export interface FloorVerdict {
  readonly events: number
  readonly jobs: number
  readonly violations: readonly string[]
}

/** Reads the whole log and checks that the floor can have been so, and that the tables say the same as the log. */
export async function checkFloor(reader: LimsClient, db: Db): Promise<FloorVerdict> {
  const events: Event[] = []
  let verdict: FloorVerdict | undefined
  await until(
    'the whole log is read, and no sweep is adding to it',
    async () => {
      await readOn(reader, events)
      verdict = await compared(events, db)
      return verdict !== undefined
    },
    { withinMs: 60_000 },
  )
  if (!verdict) throw new Error('nothing was compared')
  return verdict
}

/** The tables beside the log, both as they were at one moment; undefined where the log has gone on since it was read. */
async function compared(events: readonly Event[], db: Db): Promise<FloorVerdict | undefined> {
  return db.transaction(
    async (trx) => {
      const { rows } = await trx.raw<{ rows: unknown[] }>('select 1 from events where seq is null or seq > ? limit 1', [
        events.at(-1)?.seq ?? 0,
      ])
      if (rows.length > 0) return undefined
      const { jobs, violations } = replayJobs(events)
      const stock = replayStock(events)
      return {
        events: events.length,
        jobs: jobs.size,
        violations: [
          ...events.flatMap(({ seq }, i) => (seq === i + 1 ? [] : [`the log has ${seq} at ${i + 1}`])).slice(0, 1),
          ...violations,
          ...stock.violations,
          ...(await compareJobs(trx, jobs)),
          ...(await compareStock(trx, stock.balances)),
        ],
      }
    },
    { isolationLevel: 'repeatable read' },
  )
}

async function readOn(reader: LimsClient, events: Event[]): Promise<void> {
  for (;;) {
    const page = await reader.readEvents({ query: { after: events.at(-1)?.seq ?? 0, limit: 1000 } })
    events.push(...page.events)
    if (!page.more) return
  }
}

interface JobState {
  readonly id: string
  readonly said: string
}

/** Each job in one line of words, by its rows; what the log tells is put into the same words. */
const JOBS = `select j.id, concat_ws(' ', j.state, 'v' || j.version, 'tray', coalesce(j.tray, '-'), j.promised_on::text,
    (select string_agg(concat_ws('/', l.eye, l.at, case l.state when 'done' then 'done' when 'started' then 'started' else 'stands' end,
        'lens ' || l.attempt, case when l.picked then 'picked' else 'bare' end, coalesce(l.batch, '-')), ' '
        order by array_position(array['right', 'left', 'pair'], l.eye))
      from lenses l where l.job_id = j.id)) as said
  from jobs j`

async function compareJobs(db: Db, told: ReadonlyMap<string, ToldJob>): Promise<string[]> {
  const { rows } = await db.raw<{ rows: JobState[] }>(JOBS)
  const there = new Map(rows.map(({ id, said }) => [id, said]))
  const differing = [...told.values()].flatMap((job) => {
    const said = inWords(job)
    return there.get(job.id) === said
      ? []
      : [`${job.id}: by the log ${said}; by its rows ${there.get(job.id) ?? 'none'}`]
  })
  const untold = rows
    .filter(({ id }) => !told.has(id))
    .map(({ id }) => `${id}: it is there, and the log knows nothing of it`)
  return [...differing, ...untold, ...(await compareQueue(db, told))]
}

const inWords = ({ state, version, tray, promisedOn, lenses }: ToldJob): string =>
  [
    ...[state, `v${version}`, 'tray', tray ?? '-', promisedOn],
    ...lenses.map(({ eye, at, route, started, attempt, picked, batch }) =>
      [
        ...[eye, at, at >= route.length ? 'done' : started ? 'started' : 'stands'],
        ...[`lens ${attempt}`, picked ? 'picked' : 'bare', batch ?? '-'],
      ].join('/'),
    ),
  ].join(' ')

/** Before a station stands exactly what can be worked on: of open jobs that are not held, lenses whose turn it is. */
async function compareQueue(db: Db, told: ReadonlyMap<string, ToldJob>): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { line: string }[] }>(
    `select concat_ws(' ', job_id, eye, station, state) as line from queue`,
  )
  const queued = new Set(rows.map(({ line }) => line))
  const wanted = new Set([...told.values()].flatMap(linesOf))
  return [
    ...[...wanted].filter((line) => !queued.has(line)).map((line) => `${line}: it stands in no queue`),
    ...[...queued]
      .filter((line) => !wanted.has(line))
      .map((line) => `${line}: it stands in the queue, and not by the log`),
  ]
}

function linesOf(job: ToldJob): string[] {
  if (job.held || job.ended) return []
  return job.lenses.flatMap((lens) => {
    const here = lens.route[lens.at]
    if (!here) return []
    const waits = job.lenses.some(
      (other) => (other.eye === 'pair') !== (lens.eye === 'pair') && (other.route[other.at]?.at ?? Infinity) < here.at,
    )
    if (waits && !lens.started) return []
    return [`${job.id} ${lens.eye} ${here.step} ${lens.started ? 'started' : 'ready'}`]
  })
}

async function compareStock(db: Db, told: ReadonlyMap<string, number>): Promise<string[]> {
  const { rows } = await db.raw<{
    rows: { opc: string; on_hand: number; lots: number; reserved: number; wanted: number }[]
  }>(
    `select b.opc, b.on_hand, b.reserved,
       coalesce((select sum(l.on_hand) from blank_lots l where l.opc = b.opc), 0)::int as lots,
       (select count(*) from reservations r where r.opc = b.opc)::int as wanted from blanks b`,
  )
  return rows.flatMap(({ opc, on_hand: there, lots, reserved, wanted }) => [
    ...(there === (told.get(opc) ?? 0) ? [] : [`${opc}: ${there} there, and by the log ${told.get(opc) ?? 0}`]),
    ...(there === lots ? [] : [`${opc}: ${there} there, and ${lots} in its lots`]),
    ...(reserved === wanted ? [] : [`${opc}: ${reserved} reserved, and ${wanted} lenses want one`]),
  ])
}
