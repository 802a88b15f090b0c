import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@ils/platform/embedded-postgres/start-embedded-postgres'

export interface Figure {
  readonly what: string
  readonly seen: string
  /** What it should be; `met` says whether it is. */
  readonly goal?: string
  readonly met?: boolean
}

/** A durable Postgres for one benchmark: fsync stays on, as in production. */
export async function withPostgres<T>(run: (postgres: EmbeddedPostgres) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ils-bench-'))
  const postgres = await startEmbeddedPostgres({ dataFolder: folder })
  try {
    return await run(postgres)
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN
}

/** Two ways in turn, so that what the machine does meanwhile falls on both alike. */
export async function inTurn(
  rounds: number,
  a: () => Promise<number>,
  b: () => Promise<number>,
): Promise<{ a: number; b: number; ratio: number }> {
  const seen: { a: number; b: number }[] = []
  await a()
  await b()
  for (let round = 0; round < rounds; round++) {
    // Whoever goes second finds a warmer machine: they take turns at that too.
    const first = round % 2 === 0
    const one = await (first ? a() : b())
    const two = await (first ? b() : a())
    seen.push(first ? { a: one, b: two } : { a: two, b: one })
  }
  return {
    a: median(seen.map((round) => round.a)),
    b: median(seen.map((round) => round.b)),
    ratio: median(seen.map((round) => round.a / round.b)),
  }
}

/** Runs as many at once as said for a time; answers how many a second came to an end. */
export async function perSecond(atOnce: number, ms: number, run: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  let done = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() - began < ms) {
        await run()
        done++
      }
    }),
  )
  return done / ((performance.now() - began) / 1000)
}

/** Memory of a process and everything below it, shared pages counted once. */
export function memoryOfTreeMib(root: number): number {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readOr(`/proc/${name}/stat`, '') : ''
    if (stat !== '') parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
  }
  const tree = [root]
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child)
  const kib = tree.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(readOr(`/proc/${pid}/smaps_rollup`, ''))?.[1] ?? 0))
  return Math.round(kib.reduce((sum, one) => sum + one, 0) / 1024)
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return otherwise
  }
}

export const percent = (ratio: number): string => `${Math.round(ratio * 100)} %`
