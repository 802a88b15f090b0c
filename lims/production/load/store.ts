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
