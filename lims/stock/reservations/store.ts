import { askPrepared } from '@ils/platform/db/ask-prepared'
import type { Trx } from '@ils/platform/db/database'
import { NotAsExpected } from '@ils/platform/db/transaction'
import type { Eye, Level } from '../blanks/store.ts'

/** `untracked`: the lab keeps no stock of this OPC. */
export type Reserving = 'reserved' | 'short' | 'untracked'

export interface WantedBlank {
  readonly eye: Eye
  readonly opc: string
  readonly attempt: number
}

interface Reserved {
  readonly lenses: readonly { readonly eye: Eye; readonly outcome: Reserving }[]
  readonly levels: readonly Level[]
  readonly settled: boolean
}

/**
 * One statement. It holds the blanks by OPC, and what it then reads of them is fresh; of reservations it sees those of
 * the moment it began. Where another transaction changed those of the same job since, it says `settled: false`, and
 * nothing of it may stay.
 */
const RESERVE = `
  with wanted as (
    select * from unnest($3::text[], $4::text[], $5::integer[]) as w (eye, opc, attempt)
  ), had as (
    select r.eye, r.opc from reservations r join wanted w on w.eye = r.eye where r.job_id = $1
  ), locked as materialized (
    select b.opc, b.on_hand - b.reserved as free from blanks b
     where b.opc in (select opc from wanted union select opc from had)
     order by b.opc for no key update of b
  ), left_behind as (
    select h.eye, h.opc from had h join wanted w on w.eye = h.eye where w.opc <> h.opc
  ), asked as (
    select w.*, row_number() over (partition by w.opc order by w.eye desc) as place,
           l.free + (select count(*) from left_behind o where o.opc = w.opc) as free
      from wanted w join locked l on l.opc = w.opc
     where not exists (select from had h where h.eye = w.eye and h.opc = w.opc)
  ), granted as (
    select * from asked where place <= free
  ), written as (
    insert into reservations (job_id, eye, opc, attempt, at)
    select $1, eye, opc, attempt, $2::timestamptz from granted
    on conflict (job_id, eye) do update set opc = excluded.opc, attempt = excluded.attempt, at = excluded.at
     where reservations.opc = (select h.opc from had h where h.eye = reservations.eye)
    returning eye
  ), dropped as (
    delete from reservations r using left_behind o
     where r.job_id = $1 and r.eye = o.eye and r.opc = o.opc
       and not exists (select from granted g where g.eye = o.eye)
    returning r.eye
  ), deltas as (
    select opc, sum(n)::integer as n
      from (select opc, 1 as n from granted union all select opc, -1 from left_behind) as every
     group by opc having sum(n) <> 0
  ), changed as (
    update blanks b set reserved = b.reserved + d.n, version = b.version + 1 from deltas d where b.opc = d.opc
    returning b.*, b.on_hand - b.reserved + d.n as free_before
  )
  select (select json_agg(json_build_object('eye', w.eye, 'outcome', case
            when not exists (select from locked l where l.opc = w.opc) then 'untracked'
            when exists (select from asked a where a.eye = w.eye)
             and not exists (select from granted g where g.eye = w.eye) then 'short'
            else 'reserved' end)) from wanted w) as lenses,
         (select coalesce(json_agg(c order by c.opc), '[]') from changed c) as levels,
         (select count(*) from written) = (select count(*) from granted)
           and (select count(*) from dropped) = (select count(*) from left_behind o
                                                  where not exists (select from granted g where g.eye = o.eye)) as settled`

export async function reserve(trx: Trx, jobId: string, wanted: readonly WantedBlank[], at: Date): Promise<Reserved> {
  const columns = [wanted.map(({ eye }) => eye), wanted.map(({ opc }) => opc), wanted.map(({ attempt }) => attempt)]
  // Prepared once per connection: planning it each time would cost more than carrying it out.
  const asked = { name: 'stock-reserve', text: RESERVE, values: [jobId, at, ...columns] }
  const [row] = await askPrepared<Reserved>(trx, asked)
  if (!row) throw new Error('a statement without rows of its own always answers one')
  if (!row.settled) throw new NotAsExpected(`the reservations of ${jobId} were changed by somebody else`)
  return row
}

/** Answers the lenses that had one; all of the job where none is named. */
export async function release(trx: Trx, jobId: string, eyes: readonly Eye[] | null): Promise<Eye[]> {
  const { rows } = await trx.raw<{ rows: { eye: Eye }[] }>(
    `with locked as materialized (
       select b.opc from blanks b
        where b.opc in (select r.opc from reservations r
                         where r.job_id = :jobId and (:eyes::text[] is null or r.eye = any(:eyes::text[])))
        order by b.opc for no key update of b
     ), gone as (
       delete from reservations r
        where r.job_id = :jobId and (:eyes::text[] is null or r.eye = any(:eyes::text[]))
          and r.opc in (select opc from locked)
       returning r.opc, r.eye
     ), changed as (
       update blanks b set reserved = b.reserved - g.n, version = b.version + 1
         from (select opc, count(*)::integer as n from gone group by opc) as g where b.opc = g.opc
     )
     select eye from gone order by eye desc`,
    { jobId, eyes: eyes && [...eyes] },
  )
  return rows.map(({ eye }) => eye)
}
