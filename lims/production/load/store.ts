import type { Db } from '@ils/platform/db/database'

export interface StationLoad {
  readonly station: string
  readonly waiting: number
  readonly minutes: number
}

export async function readLoads(db: Db): Promise<StationLoad[]> {
  const { rows } = await db.raw<{ rows: StationLoad[] }>('select station, waiting, minutes from station_loads')
  return rows
}

export interface QueueRowAt {
  readonly latest_start: string
  readonly ms: number
  readonly rush: number
  readonly job_id: string
  readonly eye: string
  readonly place: number
}

/**
 * Every so many-th row of a station's queue with its place, from its front on. The moment stays text, as a Date would round
 * it; beside it are its milliseconds, rounded up.
 */
export async function readPlaces(db: Db, station: string, every: number): Promise<QueueRowAt[]> {
  const { rows } = await db
    .raw<{ rows: QueueRowAt[] }>(
      `select latest_start::text as latest_start, ceil(extract(epoch from latest_start) * 1000)::bigint as ms, rush, job_id,
         eye, place from (
         select q.*, (row_number() over (order by latest_start, -rush, job_id, eye))::int as place
         from queue q where station = ?) placed
       where place % ? = 1 order by place`,
      [station, every],
    )
    .options({ name: 'queue-places' })
  return rows
}

/** Counts what stands before each station; it reads open work only. */
export async function refreshLoads(db: Db, at: Date): Promise<void> {
  await db.raw(
    `with counted as (
       select station, count(*)::int as waiting, sum(minutes) as minutes from queue group by station
     ), gone as (
       delete from station_loads l where not exists (select 1 from counted c where c.station = l.station)
     )
     insert into station_loads (station, waiting, minutes, at) select station, waiting, minutes, ? from counted
     on conflict (station) do update set (waiting, minutes, at) = (excluded.waiting, excluded.minutes, excluded.at)`,
    [at],
  )
}
