import { askPrepared } from '@ils/platform/db/ask-prepared'
import type { Db, Trx } from '@ils/platform/db/database'
import type { LensOnFloor, JobOnFloor } from '../floor/job-on-floor.ts'
import type { QueueMark } from '../load/queue-marks.ts'

export interface JobRow {
  id: string
  practice: string | null
  patient_ref: string | null
  order_ref: string | null
  state: JobOnFloor['state']
  version: number
  kind: JobOnFloor['kind']
  original_id: string | null
  reason: string | null
  priority: string
  rush: number
  frame_way: JobOnFloor['frameWay']
  frame_here: boolean
  tray: string | null
  tray_since: Date | null
  hold: JobOnFloor['hold']
  release: number
  judgement_id: string | null
  decision_hash: string | null
  currency: string
  total: string | number
  fee: string | number | null
  working_hours: number
  calendar: string | null
  promised_at: Date
  promised_on: string
  first_promised_at: Date
  promise_reason: string | null
  latest_start: Date
  shipped: JobOnFloor['shipped']
  fingerprint: string | null
  breakages: JobOnFloor['breakages']
  imported: boolean
  received_at: Date
  ended_at: Date | null
}

interface LensRow {
  job_id: string
  eye: LensOnFloor['eye']
  route: LensOnFloor['route']
  at: number
  state: LensOnFloor['state']
  station: string | null
  stop: string | null
  attempt: number
  opc: string | null
  lot: string | null
  picked: boolean
  passed: boolean
  batch: string | null
  since: Date
}

// A date without a time is a day: read as text it has no zone to be shifted by.
const JOB = `j.id, j.practice, j.patient_ref, j.order_ref, j.state, j.version, j.kind, j.original_id, j.reason, j.priority,
  j.rush, j.frame_way, j.frame_here, j.tray, j.tray_since, j.hold, j.release, j.judgement_id, j.decision_hash, j.currency,
  j.total, j.fee, j.working_hours, j.calendar, j.promised_at, j.promised_on::text as promised_on, j.first_promised_at,
  j.promise_reason, j.latest_start, j.shipped, j.fingerprint, j.breakages, j.imported, j.received_at, j.ended_at`

export type JobRef = { readonly id: string } | { readonly tray: string }

/** The job, locked until the transaction ends: whoever acts on it next sees what was done. */
export async function lockJob(trx: Trx, ref: JobRef): Promise<JobOnFloor | undefined> {
  const [column, value] = 'id' in ref ? ['id', ref.id] : ['tray', ref.tray]
  const { rows } = await trx
    .raw<{ rows: JobRow[] }>(`select ${JOB} from jobs j where j.${column} = ? for update`, [value])
    .options({ name: `job-lock-by-${column}` })
  return (await withLenses(trx, rows))[0]
}

/** The job as it is now, for whoever only reads. */
export async function findJobBy(db: Db, ref: JobRef): Promise<JobOnFloor | undefined> {
  const [column, value] = 'id' in ref ? ['id', ref.id] : ['tray', ref.tray]
  const { rows } = await db.raw<{ rows: JobRow[] }>(`select ${JOB} from jobs j where j.${column} = ?`, [value])
  return (await withLenses(db, rows))[0]
}

export const findJob = (db: Db, id: string): Promise<JobOnFloor | undefined> => findJobBy(db, { id })

async function withLenses(db: Db, jobs: readonly JobRow[]): Promise<JobOnFloor[]> {
  if (jobs.length === 0) return []
  const { rows } = await db
    .raw<{ rows: LensRow[] }>(
      `select job_id, eye, route, at, state, station, stop, attempt, opc, lot, picked, passed, batch, since from lenses
       where job_id = any(?) order by array_position(array['right', 'left', 'pair'], eye)`,
      [jobs.map(({ id }) => id)],
    )
    .options({ name: 'lenses-of-jobs' })
  return jobs.map((job) => jobOf(job, rows.filter(({ job_id }) => job_id === job.id).map(lensOf)))
}

function jobOf(row: JobRow, lenses: readonly LensOnFloor[]): JobOnFloor {
  return {
    ...{ id: row.id, practice: row.practice, patientRef: row.patient_ref, orderRef: row.order_ref, state: row.state },
    ...{ version: row.version, kind: row.kind, originalId: row.original_id, reason: row.reason },
    ...{ priority: row.priority, rush: row.rush, frameWay: row.frame_way, frameHere: row.frame_here },
    ...{ tray: row.tray, traySince: row.tray_since, hold: row.hold, release: row.release },
    ...{ judgementId: row.judgement_id, decisionHash: row.decision_hash, currency: row.currency },
    ...{ total: Number(row.total), fee: row.fee === null ? null : Number(row.fee), workingHours: row.working_hours },
    ...{ calendar: row.calendar, promisedAt: row.promised_at, promisedOn: row.promised_on },
    ...{ firstPromisedAt: row.first_promised_at, promiseReason: row.promise_reason, latestStart: row.latest_start },
    ...{ shipped: row.shipped, fingerprint: row.fingerprint, breakages: row.breakages, imported: row.imported },
    ...{ receivedAt: row.received_at, endedAt: row.ended_at, lenses },
  }
}

const lensOf = ({ job_id: _, ...lens }: LensRow): LensOnFloor => lens

export function jobRow(job: JobOnFloor): JobRow {
  return {
    id: job.id,
    practice: job.practice,
    patient_ref: job.patientRef,
    order_ref: job.orderRef,
    state: job.state,
    version: job.version,
    kind: job.kind,
    original_id: job.originalId,
    reason: job.reason,
    priority: job.priority,
    rush: job.rush,
    frame_way: job.frameWay,
    frame_here: job.frameHere,
    tray: job.tray,
    tray_since: job.traySince,
    hold: job.hold,
    release: job.release,
    judgement_id: job.judgementId,
    decision_hash: job.decisionHash,
    currency: job.currency,
    total: job.total,
    fee: job.fee,
    working_hours: job.workingHours,
    calendar: job.calendar,
    promised_at: job.promisedAt,
    promised_on: job.promisedOn,
    first_promised_at: job.firstPromisedAt,
    promise_reason: job.promiseReason,
    latest_start: job.latestStart,
    shipped: job.shipped,
    fingerprint: job.fingerprint,
    breakages: job.breakages,
    imported: job.imported,
    received_at: job.receivedAt,
    ended_at: job.endedAt,
  }
}

export interface Making {
  readonly configuration: unknown
  readonly making: unknown
}

const IN_ORDER = [
  ...(['id', 'practice', 'patient_ref', 'order_ref', 'state', 'version', 'kind', 'original_id', 'reason'] as const),
  ...([
    'priority',
    'rush',
    'frame_way',
    'frame_here',
    'tray',
    'tray_since',
    'hold',
    'release',
    'judgement_id',
  ] as const),
  ...([
    'decision_hash',
    'currency',
    'total',
    'fee',
    'working_hours',
    'calendar',
    'promised_at',
    'promised_on',
  ] as const),
  ...(['first_promised_at', 'promise_reason', 'latest_start', 'shipped', 'fingerprint', 'breakages'] as const),
  ...(['imported', 'received_at', 'ended_at'] as const),
] as const satisfies readonly (keyof JobRow)[]

/** Fails to compile where a column of a job is not written. */
const written: [Exclude<keyof JobRow, (typeof IN_ORDER)[number]>] extends [never] ? typeof IN_ORDER : never = IN_ORDER

const place = (n: number): string => `$${written.length + n}`

const INSERT = `with new_job as (
    insert into jobs (${written.join(', ')}) values (${written.map((_, i) => `$${i + 1}`).join(', ')})
  ), new_making as (
    insert into job_makings (job_id, configuration, making) values ($1, ${place(1)}::json, ${place(2)}::json)
  ), new_lenses as (
    insert into lenses select * from jsonb_populate_recordset(null::lenses, ${place(3)}::jsonb)
  ), new_queue as (
    insert into queue select * from jsonb_populate_recordset(null::queue, ${place(4)}::jsonb) returning *
  ), foremost as (
    select * from new_queue order by latest_start, eye limit 1
  )
  -- The queue as it was before: its own place is behind those that come first.
  select ${place(5)}::int + (select count(*)::int from queue q where q.station = f.station
    and (q.latest_start, -q.rush, q.job_id, q.eye) >= (${place(6)}::timestamptz, ${place(7)}::int, ${place(8)}::text, ${place(9)}::text)
    and (q.latest_start, -q.rush, q.job_id, q.eye) < (f.latest_start, -f.rush, f.job_id, f.eye)) as place
  from foremost f`

/**
 * A job with all that belongs to it, in one statement: orders come in bursts, and each round trip costs as much as its rows.
 * Answers its place in the queue of the station where it begins, counted from the mark on.
 */
export async function insertJob(
  trx: Trx,
  job: JobOnFloor,
  making: Making,
  queued: readonly QueueRow[],
  from: QueueMark,
): Promise<number | null> {
  const row = jobRow(job)
  const values = [
    ...written.map((column) => inSql(row[column])),
    JSON.stringify(making.configuration),
    JSON.stringify(making.making),
    JSON.stringify(job.lenses.map((lens) => ({ job_id: job.id, ...lens }))),
    JSON.stringify(queued),
    ...[from.place, from.latestStart, -from.rush, from.jobId, from.eye],
  ]
  // By its name it is planned once for each connection; planning it costs as much as running it.
  const [kept] = await askPrepared<{ place: number }>(trx, { name: 'job-insert', text: INSERT, values })
  return kept?.place ?? null
}

/** Lists and records of a job are kept as JSON; a list would be taken for one of the database. */
function inSql(value: JobRow[keyof JobRow]): unknown {
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}

export interface QueueRow {
  job_id: string
  eye: LensOnFloor['eye']
  station: string
  state: 'ready' | 'started'
  stop: string | null
  latest_start: Date
  rush: number
  minutes: number
  since: Date
}

/** What stands before stations now: nothing of a job that is held or has left. */
export function queueOf(job: JobOnFloor): QueueRow[] {
  if (job.hold !== null || job.endedAt !== null) return []
  return job.lenses.flatMap((lens): QueueRow[] => {
    const step = lens.route[lens.at]
    if (!step || (lens.state !== 'ready' && lens.state !== 'started')) return []
    const { eye, state, stop, since } = lens
    return [
      {
        ...{ job_id: job.id, eye, station: step.step, state, stop, minutes: step.minutes, since },
        ...{ latest_start: job.latestStart, rush: job.rush },
      },
    ]
  })
}

const UPDATE = `with changed as (
    update jobs j set (state, version, frame_here, tray, tray_since, hold, release, judgement_id, decision_hash, total, fee,
      working_hours, calendar, promised_at, promised_on, promise_reason, latest_start, shipped, breakages, ended_at)
    = (select state, version, frame_here, tray, tray_since, hold, release, judgement_id, decision_hash, total, fee,
      working_hours, calendar, promised_at, promised_on, promise_reason, latest_start, shipped, breakages, ended_at
      from jsonb_populate_record(null::jobs, ?::jsonb))
    where j.id = ?
  ), moved as (
    update lenses l set (route, at, state, station, stop, attempt, opc, lot, picked, passed, batch, since)
    = (n.route, n.at, n.state, n.station, n.stop, n.attempt, n.opc, n.lot, n.picked, n.passed, n.batch, n.since)
    from jsonb_populate_recordset(null::lenses, ?::jsonb) n where l.job_id = n.job_id and l.eye = n.eye
  ), gone as (
    delete from queue q where q.job_id = ? and not (q.eye = any(?::text[]))
  )
  insert into queue select * from jsonb_populate_recordset(null::queue, ?::jsonb)
  on conflict (job_id, eye) do update set (station, state, stop, latest_start, rush, minutes, since)
    = (excluded.station, excluded.state, excluded.stop, excluded.latest_start, excluded.rush, excluded.minutes, excluded.since)`

/** Writes what is different of a job that is locked; what it costs knows nothing of other jobs. */
export async function updateJob(trx: Trx, before: JobOnFloor, job: JobOnFloor): Promise<void> {
  const lenses = job.lenses.filter((lens) => !before.lenses.includes(lens)).map((lens) => ({ job_id: job.id, ...lens }))
  const was = new Map(queueOf(before).map((row) => [row.eye, JSON.stringify(row)]))
  const queued = queueOf(job)
  const changed = queued.filter((row) => was.get(row.eye) !== JSON.stringify(row))
  const values = [
    JSON.stringify(jobRow(job)),
    job.id,
    JSON.stringify(lenses),
    job.id,
    queued.map(({ eye }) => eye),
    JSON.stringify(changed),
  ] as never[] // Texts, and one list of them.
  await trx.raw(UPDATE, values).options({ name: 'job-update' })
}

/** Orders of the same wearer, prescription and lens since a day. */
export async function countAlike(db: Db, fingerprint: string, since: Date): Promise<number> {
  const { rows } = await db.raw<{ rows: { n: number }[] }>(
    `select count(*)::int as n from jobs where fingerprint = ? and received_at >= ? and state <> 'cancelled'`,
    [fingerprint, since],
  )
  return rows[0]?.n ?? 0
}

export async function findMaking(db: Db, jobId: string): Promise<Making | undefined> {
  const { rows } = await db.raw<{ rows: Making[] }>('select configuration, making from job_makings where job_id = ?', [
    jobId,
  ])
  return rows[0]
}

export async function updateMaking(trx: Trx, jobId: string, { configuration, making }: Making): Promise<void> {
  await trx.raw('update job_makings set configuration = ?::json, making = ?::json where job_id = ?', [
    JSON.stringify(configuration),
    JSON.stringify(making),
    jobId,
  ])
}

/** Something was said of a job that changes nothing else of it. */
export async function updateVersion(trx: Trx, jobId: string, version: number): Promise<void> {
  await trx.raw('update jobs set version = ? where id = ?', [version, jobId])
}

/** How often a job was made again before. */
export async function countRemakes(db: Db, originalId: string): Promise<number> {
  const { rows } = await db.raw<{ rows: { n: number }[] }>(
    `select count(*)::int as n from jobs where original_id = ? and state <> 'cancelled'`,
    [originalId],
  )
  return rows[0]?.n ?? 0
}

/** Held ones whose hold has ended by itself. */
export async function jobsWhoseHoldIsOver(db: Db, now: Date): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { id: string }[] }>(
    `select id from jobs where hold is not null and (hold ->> 'until')::timestamptz <= ? order by id limit 1000`,
    [now],
  )
  return rows.map(({ id }) => id)
}

/** Open jobs whose promise may move: time runs out, or they are behind what was promised first. */
export async function jobsToPromiseAnew(
  db: Db,
  { soon, after, limit }: { readonly soon: Date; readonly after: string; readonly limit: number },
): Promise<JobOnFloor[]> {
  const { rows } = await db.raw<{ rows: JobRow[] }>(
    `select ${JOB} from jobs j join (
       (select id from jobs where ended_at is null and latest_start <= ? and id > ? and state <> 'completed' order by id limit ?)
       union
       (select id from jobs where ended_at is null and promised_at > first_promised_at and id > ? and state <> 'completed'
        order by id limit ?)
     ) found on found.id = j.id order by j.id limit ?`,
    [soon, after, limit, after, limit, limit],
  )
  return withLenses(db, rows)
}

/** Lenses that stand at a step and can be worked on; the right one of a pair first. */
export async function lensesAtStep(
  db: Db,
  step: string,
  limit: number,
): Promise<{ job_id: string; eye: 'right' | 'left'; attempt: number }[]> {
  const { rows } = await db.raw<{ rows: { job_id: string; eye: 'right' | 'left'; attempt: number }[] }>(
    `select q.job_id, q.eye, l.attempt from queue q join lenses l on l.job_id = q.job_id and l.eye = q.eye
     where q.station = ? and q.eye <> 'pair' and q.stop is null order by q.since, q.job_id, q.eye desc limit ?`,
    [step, limit],
  )
  return rows
}

/** Whose these jobs are; a job that is not there is left out. */
export async function practicesOfJobs(db: Db, ids: readonly string[]): Promise<Map<string, string | null>> {
  const rows = await db<{ id: string; practice: string | null }>('jobs')
    .whereIn('id', [...ids])
    .select('id', 'practice')
  return new Map(rows.map(({ id, practice }) => [id, practice]))
}
