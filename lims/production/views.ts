import type { JobState, StepState, Track } from '@ils/contract/job-states'
import type { JobKind } from '@ils/contract/jobs'
import type { Db } from '@ils/platform/db/database'

export interface QueuePlace {
  readonly latestStart: Date
  readonly rush: number
  readonly jobId: string
  readonly eye: string
}

export interface QueueLine {
  readonly job_id: string
  readonly eye: Track
  readonly state: StepState
  readonly stop: string | null
  readonly latest_start: Date
  readonly rush: number
  readonly since: Date
  readonly practice: string | null
  readonly order_ref: string | null
  readonly tray: string | null
  readonly priority: string
  readonly promised_on: string
  readonly calendar: string | null
  readonly opc: string | null
  readonly attempt: number
  readonly program: string | null
}

/** As the index has it, so that a comparison of rows is a range of it. */
const IN_QUEUE = '(q.latest_start, -q.rush, q.job_id, q.eye)'

/** A page of a station's queue. Cut out of the queue's own index first: only the rows of the page are looked up further. */
export async function queueOfStation(
  db: Db,
  asked: { readonly station: string; readonly limit: number; readonly after: QueuePlace | undefined },
): Promise<QueueLine[]> {
  const { station, limit, after } = asked
  const behind = after ? `and ${IN_QUEUE} > (?, ?, ?, ?)` : ''
  const values = after ? [after.latestStart, -after.rush, after.jobId, after.eye] : []
  const { rows } = await db
    .raw<{ rows: QueueLine[] }>(
      `with page as (
       select q.* from queue q where q.station = ? ${behind}
       order by q.latest_start, -q.rush, q.job_id, q.eye limit ?
     )
     select q.job_id, q.eye, q.state, q.stop, q.latest_start, q.rush, q.since, j.practice, j.order_ref, j.tray, j.priority,
       j.promised_on::text as promised_on, j.calendar, l.opc, l.attempt, l.route -> l.at ->> 'program' as program
     from page q join jobs j on j.id = q.job_id
     join lenses l on l.job_id = q.job_id and l.eye = q.eye
     order by q.latest_start, -q.rush, q.job_id, q.eye`,
      [station, ...values, limit],
    )
    .options({ name: after ? 'queue-page-after' : 'queue-page' })
  return rows
}

/** Its place in the queue of the station where it is; counted when it is asked for. */
export async function placeInQueue(db: Db, jobId: string): Promise<number | null> {
  const { rows } = await db.raw<{ rows: { place: number }[] }>(
    `with mine as (
       select * from queue where job_id = ? order by latest_start, eye limit 1
     )
     select (select count(*)::int from queue q where q.station = m.station and
         ${IN_QUEUE} <= (m.latest_start, -m.rush, m.job_id, m.eye)) as place
     from mine m`,
    [jobId],
  )
  return rows[0]?.place ?? null
}

export interface StationCount {
  readonly station: string
  readonly waiting: number
  readonly started: number
  readonly stopped: number
  readonly minutes: number
}

export async function countStations(db: Db): Promise<StationCount[]> {
  const { rows } = await db.raw<{ rows: StationCount[] }>(
    `select station, (count(*) filter (where state = 'ready'))::int as waiting,
       (count(*) filter (where state = 'started'))::int as started,
       (count(*) filter (where stop is not null))::int as stopped, sum(minutes) as minutes
     from queue group by station`,
  )
  return rows
}

export interface JobLine {
  readonly id: string
  readonly practice: string | null
  readonly order_ref: string | null
  readonly state: JobState
  readonly kind: JobKind
  readonly priority: string
  readonly tray: string | null
  readonly promised_on: string
  readonly late: boolean
  readonly release: number
  readonly received_at: Date
}

export async function listJobLines(
  db: Db,
  asked: {
    readonly limit: number
    readonly after: { readonly at: Date; readonly id: string } | undefined
    readonly practice: string | undefined
    readonly states: readonly string[] | undefined
    readonly orderRef: string | undefined
    readonly tray: string | undefined
    readonly late: boolean | undefined
  },
): Promise<JobLine[]> {
  const { limit, after, practice, states, orderRef, tray, late } = asked
  const wanted: [string, readonly unknown[]][] = []
  if (after) wanted.push(['(received_at, id) < (?, ?)', [after.at, after.id]])
  if (practice !== undefined) wanted.push(['practice = ?', [practice]])
  if (states) wanted.push(['state = any(?::text[])', [[...states]]])
  if (orderRef !== undefined) wanted.push(['order_ref = ?', [orderRef]])
  if (tray !== undefined) wanted.push(['tray = ?', [tray]])
  if (late !== undefined) wanted.push(['(promised_at > first_promised_at) = ?', [late]])
  const where = wanted.length === 0 ? '' : `where ${wanted.map(([sql]) => sql).join(' and ')}`
  const { rows } = await db.raw<{ rows: JobLine[] }>(
    `select id, practice, order_ref, state, kind, priority, tray, promised_on::text as promised_on,
       promised_at > first_promised_at as late, release, received_at
     from jobs ${where} order by received_at desc, id desc limit ?`,
    [...wanted.flatMap(([, values]) => values), limit] as never[], // Values of the columns named beside them.
  )
  return rows
}

export interface TraySeen {
  readonly station: string | null
  readonly at: Date
  readonly operator: string
  readonly verb: string
}

export async function findTrayRow(
  db: Db,
  tray: string,
): Promise<{ readonly id: string; readonly state: JobState; readonly tray_since: Date | null } | undefined> {
  const { rows } = await db.raw<{ rows: { id: string; state: JobState; tray_since: Date | null }[] }>(
    'select id, state, tray_since from jobs where tray = ?',
    [tray],
  )
  return rows[0]
}

/** Its last scans, by its own number or by that of the job in it. */
export async function scansOfTray(db: Db, tray: string, jobId: string | null): Promise<TraySeen[]> {
  const { rows } = await db.raw<{ rows: TraySeen[] }>(
    `select station, at, operator, verb from (
       (select station, at, operator, verb, scan_id from scans where tray = ? order by at desc limit 20)
       union (select station, at, operator, verb, scan_id from scans where job_id = ? order by at desc limit 20)
     ) seen where station is not null order by at desc limit 20`,
    [tray, jobId],
  )
  return rows
}
