import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openLimsClient, type LimsClient } from '@ils/lims-client/lims-client'
import type { Db } from '@ils/platform/db/database'
import { withFloorLims, type FloorLims } from './floor-lims.ts'
import { inTurn, percentile, type Figure } from './measure.ts'
import { singleVision } from '@ils/testing/single-vision'

const OPEN = 5000
const CLOSED = 100_000
const ROUNDS = 7
const MOVES = 60
const PAGES = 300
const WARMING = 20

/** A floor with much work on it and much more behind it. */
export async function benchFloor(): Promise<Figure[]> {
  const seen = await measureFloor(OPEN, CLOSED)
  return [
    {
      what: seen.lines[0] ?? '',
      seen: `p99 ${seen.queueP99.toFixed(1)} ms`,
      goal: '≤ 50 ms',
      met: seen.queueP99 <= 50,
    },
    {
      what: seen.lines[1] ?? '',
      seen: `${seen.moveRatio.toFixed(2)} times`,
      goal: '≤ 1.2',
      met: seen.moveRatio <= 1.2,
    },
  ]
}

interface FloorFigures {
  readonly queueP99: number
  readonly moveRatio: number
  readonly lines: readonly string[]
}

/** What a page of a queue costs in a lab with a past; and what a move costs there, and in one with the same open work and none. */
export function measureFloor(open: number, closed: number): Promise<FloorFigures> {
  return withFloorLims(1, async (old) => {
    const began = performance.now()
    await plant(old, open, closed)
    const planted = (performance.now() - began) / 1000
    const { pages, bare } = await pagesOf(old)
    const p99 = percentile(pages, 0.99)
    const moves = await withFloorLims(1, async (young) => {
      await plant(young, open, 0)
      return inTurn(ROUNDS, mover(old), mover(young))
    })
    return {
      queueP99: p99,
      moveRatio: moves.ratio,
      lines: [
        `page of a station's queue with ${open} open and ${closed} closed jobs (planted in ${planted.toFixed(0)} s), ${pages.length} pages at random places over HTTP: p50 ${percentile(pages, 0.5).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms (goal ≤ 50 ms); a bare server that answers the same bytes to the same client, in turn with them: p50 ${percentile(bare, 0.5).toFixed(1)} ms, p99 ${percentile(bare, 0.99).toFixed(1)} ms`,
        `a move with ${closed} closed jobs against none, ${ROUNDS} rounds of ${MOVES} in turn: ${moves.a.toFixed(2)} and ${moves.b.toFixed(2)} ms each, ${moves.ratio.toFixed(2)} times (goal ≤ 1.2)`,
      ],
    }
  })
}

const OF_JOBS = ['job_makings', 'lenses', 'queue']

/** Copies of one job that was really made, spread over the steps of its way: open ones and shipped ones. */
async function plant({ doors: [door], ownerDb }: FloorLims, open: number, closed: number): Promise<void> {
  const { jobId } = (await door?.createJob({ body: singleVision })) ?? { jobId: '' }
  await ownerDb.transaction(async (trx) => {
    await trx.raw('set local statement_timeout = 0')
    // No event gets a place among those that are planted.
    await trx.raw("select from relay where name = 'events' for update")
    // Row by row the keys would be looked up millions of times; put back, they are checked all at once.
    for (const table of OF_JOBS) await trx.raw(`alter table ${table} drop constraint ${table}_job_id_fkey`)
    if (open > 0) await copies(trx, jobId, 'open', open)
    if (closed > 0) await copies(trx, jobId, 'done', closed)
    for (const table of OF_JOBS) {
      await trx.raw(`alter table ${table} add foreign key (job_id) references jobs (id)`)
    }
  })
  await ownerDb.raw('set statement_timeout = 0')
  await ownerDb.raw('vacuum analyze')
}

const columnsOf = async (db: Db, table: string): Promise<string[]> => {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    `select column_name as name from information_schema.columns
     where table_schema = current_schema() and table_name = ? and is_identity = 'NO' order by ordinal_position`,
    [table],
  )
  return rows.map(({ name }) => name)
}

async function copies(trx: Db, jobId: string, kind: 'open' | 'done', count: number): Promise<void> {
  const id = `'job_${kind === 'open' ? '5' : '0'}' || lpad(g::text, 25, '0')`
  const done = kind === 'done'
  const insert = async (table: string, where: string, otherwise: Readonly<Record<string, string>>): Promise<void> => {
    const columns = await columnsOf(trx, table)
    const values = columns.map((column) => otherwise[column] ?? `t.${column}`)
    await trx.raw(
      `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')}
       from ${table} t, generate_series(1, ${count}) g where ${where}`,
      [jobId],
    )
  }
  // Due over the next weeks, to the millisecond: as the lab writes it.
  const due = "date_trunc('milliseconds', t.latest_start + (g % 40000) * interval '41 seconds')"
  const left = {
    state: "'shipped'",
    shipped: `'{"carrier":"Parcel","tracking":null,"at":"2026-01-01T00:00:00Z"}'`,
    ended_at: 'now()',
  }
  await insert('jobs', 't.id = ?', {
    ...{ id, latest_start: due, received_at: "t.received_at - g * interval '1 second'" },
    ...(done ? left : { state: "'in_production'" }),
  })
  // What was made is read again by nobody on the floor: its decision is kept short here.
  await insert('job_makings', 't.job_id = ?', { job_id: id, ...(done && { configuration: "'{}'", making: "'{}'" }) })
  const at = done ? 'jsonb_array_length(t.route)' : "case t.eye when 'right' then g % 9 else 0 end"
  const state = done ? "'done'" : "case t.eye when 'pair' then 'waiting' else 'ready' end"
  await insert('lenses', 't.job_id = ?', { job_id: id, at, state, picked: 'true' })
  if (!done) {
    await insert('queue', "t.job_id = ? and t.eye in ('right', 'left')", {
      ...{ job_id: id, latest_start: due },
      station:
        "coalesce((select l.route -> (g % 9)::int ->> 'step' from lenses l where l.job_id = t.job_id and t.eye = 'right' and l.eye = 'right'), t.station)",
    })
  }
  await insert('events', "t.subject = ? and t.type = 'job.created'", {
    ...{ id: `'evt_${kind}' || lpad(g::text, 22, '0')`, subject: id },
    seq: "(select last_seq from relay where name = 'events') + g",
  })
  // What was long ago was told long ago: nobody has to look through it now.
  await trx.raw("update relay set last_seq = last_seq + ? where name = 'events'", [count])
  for (const follower of ['reaction_positions', 'webhook_position']) {
    await trx.raw(`update ${follower} set seq = (select last_seq from relay where name = 'events')`)
  }
  await trx.raw(
    `insert into scans (scan_id, fingerprint, job_id, tray, station, operator, verb, at, received_at, answer)
     select '${kind}-' || g, 'x', ${id}, null, 'polish', 'Olga', 'finish', now(), now(), '{}' from generate_series(1, ${count}) g`,
  )
}

/** Pages of a queue, each from another place in it; and after each the bytes of one from a server that does nothing else. */
async function pagesOf({ doors: [door] }: FloorLims): Promise<{ pages: number[]; bare: number[] }> {
  if (!door) return { pages: [], bare: [] }
  const stations = ['pick', 'block', 'generate', 'polish', 'deblock', 'hard-coat']
  const [pages, bare]: [number[], number[]] = [[], []]
  const next = new Map<string, string | undefined>()
  const same = await bareServer()
  const bareDoor = openLimsClient({ url: same.url, key: 'asked by nobody' })
  const timed = async (waits: number[], ask: () => ReturnType<LimsClient['stationQueue']>) => {
    const began = performance.now()
    const page = await ask()
    waits.push(performance.now() - began)
    return page
  }
  try {
    for (let i = 0; i < PAGES + WARMING; i++) {
      const station = stations[i % stations.length] ?? 'pick'
      const after = next.get(station)
      const asked = { params: { station }, query: { limit: 50, ...(after !== undefined && { after }) } }
      const page = await timed(pages, () => door.stationQueue(asked))
      if (page.items.length === 0) throw new Error(`nothing stands at ${station}`)
      next.set(station, page.next ?? undefined)
      same.answer(JSON.stringify(page))
      await timed(bare, () => bareDoor.stationQueue(asked))
    }
  } finally {
    same.close()
  }
  // The first ones find nothing planned and nothing in memory.
  return { pages: pages.slice(WARMING), bare: bare.slice(WARMING) }
}

interface BareServer {
  readonly url: string
  answer(bytes: string): void
  close(): void
}

async function bareServer(): Promise<BareServer> {
  let body = ''
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json').end(body)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  // A server on TCP has an address with a port.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    answer: (bytes) => void (body = bytes),
    close: () => void server.close().closeAllConnections(),
  }
}

/** Moves of jobs that were planted, one after the other over HTTP; answers how many milliseconds each took. */
function mover({ doors: [door] }: FloorLims): () => Promise<number> {
  let n = 0
  const move = async (lims: LimsClient): Promise<void> => {
    n += 1
    const page = 9 * n + 3
    const job = `job_5${String(page).padStart(25, '0')}`
    const answer = await lims.scan({
      body: { scanId: `bench-move-${n}`, verb: 'finish', job, eye: 'right', station: 'generate' },
    })
    if (answer.result !== 'applied') throw new Error(answer.sentence)
  }
  return async () => {
    const began = performance.now()
    if (door) for (let i = 0; i < MOVES; i++) await move(door)
    return (performance.now() - began) / MOVES
  }
}
