import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Binaries } from './find-binaries.ts'
import { asNobody, asSelf, inUserNamespace, type RunAs } from './run-as.ts'
import { stageBinaries } from './stage-binaries.ts'
import { DatabaseTrouble, USE_YOUR_OWN } from './trouble.ts'

/** Where the database lies and as whom it runs. */
export interface Place {
  readonly folder: string
  readonly bin: string
  readonly runAs: RunAs
}

export type Way = 'self' | 'userns' | 'nobody' | 'nobody elsewhere'

export interface ChooseOptions {
  readonly dataFolder: string
  readonly binaries: Binaries
  readonly ways?: readonly Way[]
  /** Parent of the place outside of the data folder. */
  readonly elsewhere?: string
  onNote(note: string): void
}

const WAY_FILE = 'postgres-runs-as'

/** The first way that can really run Postgres here; later starts keep to it, because the files are whose they are. */
export function choosePlace(options: ChooseOptions): Place {
  const { dataFolder } = options
  const noted = join(dataFolder, WAY_FILE)
  const kept = existsSync(noted) ? (readFileSync(noted, 'utf8').trim() as Way) : undefined
  const usual: readonly Way[] = process.getuid?.() === 0 ? ['userns', 'nobody', 'nobody elsewhere'] : ['self']
  const failures: string[] = []
  for (const way of kept ? [kept] : (options.ways ?? usual)) {
    const tried = tryWay(way, options)
    if (typeof tried === 'string') {
      failures.push(`  ${way}: ${tried}`)
      continue
    }
    if (kept === undefined) {
      writeFileSync(noted, `${way}\n`)
      if (way === 'nobody elsewhere')
        options.onNote(`  The database lies in ${tried.folder}: as root, Postgres cannot run in ${dataFolder}.`)
    }
    return tried
  }
  throw new DatabaseTrouble(
    `Postgres cannot run here. What was tried:\n${failures.join('\n')}\nRun ILS as a user that is not root. ${USE_YOUR_OWN}`,
  )
}

function tryWay(way: Way, options: ChooseOptions): Place | string {
  const runAs = way === 'self' ? asSelf : way === 'userns' ? inUserNamespace : asNobody()
  if (!runAs) return 'there is no user nobody'
  const folder = join(way === 'nobody elsewhere' ? elsewhereOf(options) : options.dataFolder, 'postgres')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 })
    const bin = join(stageBinaries(options.binaries, folder), 'bin')
    const [command, ...args] = [...runAs.prefix, join(bin, 'postgres'), '--version']
    const seen = spawnSync(command ?? '', args, { ...runAs.ids, cwd: '/', encoding: 'utf8', timeout: 20_000 })
    if (seen.error) return seen.error.message
    if (seen.status !== 0) return seen.stderr.trim().split('\n')[0] ?? `exit code ${seen.status}`
    return { folder, bin, runAs }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function elsewhereOf({ dataFolder, elsewhere = '/var/lib/ils' }: ChooseOptions): string {
  return join(elsewhere, createHash('sha256').update(dataFolder).digest('hex').slice(0, 12))
}
