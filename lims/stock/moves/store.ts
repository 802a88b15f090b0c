import type { MoveKind } from '@ils/contract/stock-events'
import type { Trx } from '@ils/platform/db/database'
import type { Eye, Level } from '../blanks/store.ts'

/** One row of the ledger to be. */
export interface Move {
  readonly id: string
  readonly opc: string
  readonly lot: string
  readonly change: number
  readonly kind: MoveKind
  readonly job_id: string | null
  readonly eye: Eye | null
  readonly reason: string | null
  readonly scan_id: string | null
}

/** By whom and when; all moves of one statement share it. */
export interface Doing {
  readonly by: string
  readonly at: Date
}

export interface Moved {
  /** In the order in which they were given. */
  readonly moves: readonly {
    readonly id: string
    readonly lot: string
    readonly change: number
    readonly balance: number
  }[]
  readonly levels: readonly Level[]
}

const COLUMNS = 'id, opc, lot, change, kind, job_id, eye, reason, scan_id'
const TYPED = 'id text, opc text, lot text, change integer, kind text, job_id text, eye text, reason text, scan_id text'

/**
 * Carries moves out: lots, blanks, reservations and the ledger in one statement, so that none is there without the
 * others. The rows of the blanks are held already. Less than nothing cannot be left: the tables check it.
 */
const carryOut = (wanted: string, freed: string): string => `
  with wanted as (${wanted}), freed as (${freed}),
  per_lot as (select opc, lot, sum(change)::integer as change from wanted group by opc, lot),
  old_lots as (
    update blank_lots l set on_hand = l.on_hand + p.change from per_lot p where l.opc = p.opc and l.lot = p.lot
  ), new_lots as (
    insert into blank_lots (opc, lot, on_hand, received_at)
    select p.opc, p.lot, p.change, :at::timestamptz from per_lot p
     where not exists (select from blank_lots l where l.opc = p.opc and l.lot = p.lot)
  ), per_blank as (
    select opc, sum(change)::integer as change, sum(moves)::integer as moves, sum(freed)::integer as freed
      from (select opc, change, 1 as moves, 0 as freed from wanted union all select opc, 0, 0, 1 from freed) as every
     group by opc
  ), changed as (
    update blanks b
       set on_hand = b.on_hand + p.change, reserved = b.reserved - p.freed, version = b.version + greatest(p.moves, 1)
      from per_blank p where b.opc = p.opc
    returning b.*, b.on_hand - p.change - b.reserved - p.freed as free_before, b.on_hand - p.change as before
  ), kept as (
    insert into stock_moves (${COLUMNS}, by_name, at, balance)
    select w.id, w.opc, w.lot, w.change, w.kind, w.job_id, w.eye, w.reason, w.scan_id, :by, :at::timestamptz,
           c.before + sum(w.change) over (partition by w.opc order by w.place)
      from wanted w join changed c on c.opc = w.opc order by w.place
    returning n, id, lot, change, balance
  )
  select (select coalesce(json_agg(k order by k.n), '[]') from kept k) as moves,
         (select coalesce(json_agg(c order by c.opc), '[]') from changed c) as levels`

const GIVEN = carryOut(
  `select m.* from rows from (json_to_recordset(:moves::json) as (${TYPED})) with ordinality as m (${COLUMNS}, place)`,
  'select null::text as opc where false',
)

/** What was said of a lot: received, counted, returned. */
export async function keepMoves(trx: Trx, moves: readonly Move[], { by, at }: Doing): Promise<Moved> {
  return carriedOut(trx, 'stock-keep', GIVEN, { moves: JSON.stringify(moves), by, at })
}

const oldest = (freed: string): string =>
  carryOut(
    `select :id as id, l.opc, l.lot, -1 as change, :kind as kind, :job_id::text as job_id, :eye::text as eye,
            :reason::text as reason, :scan_id::text as scan_id, 1 as place
       from blank_lots l where l.opc = :opc and l.on_hand > 0 and (:lot::text is null or l.lot = :lot)
      order by l.received_at, l.lot limit 1`,
    freed,
  )
const TAKE = oldest(
  'delete from reservations r using wanted w where r.job_id = w.job_id and r.eye = w.eye returning r.opc',
)
const WRITE_OFF = oldest('select null::text as opc where false')

/** One blank of the lot that was scanned, else of the oldest; the lens it is for needs none reserved any more. */
export async function takeForLens(trx: Trx, move: OneBlank, { by, at }: Doing): Promise<Moved> {
  return carriedOut(trx, 'stock-take', TAKE, { ...move, by, at })
}

/** One blank that no lens gets: what is reserved stays so. */
export async function takeForNobody(trx: Trx, move: OneBlank, { by, at }: Doing): Promise<Moved> {
  return carriedOut(trx, 'stock-write-off', WRITE_OFF, { ...move, by, at })
}

type OneBlank = Omit<Move, 'lot' | 'change'> & { readonly lot: string | null }

/** Prepared under its name once per connection: planning it each time would cost more than carrying it out. */
async function carriedOut(trx: Trx, name: string, sql: string, bindings: Bindings): Promise<Moved> {
  const { rows } = await trx.raw<{ rows: Moved[] }>(sql, bindings).options({ name })
  const [row] = rows
  if (!row) throw new Error('a statement without rows of its own always answers one')
  return row
}

type Bindings = Readonly<Record<string, string | number | Date | null>>
