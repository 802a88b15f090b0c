import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { postgresEnvironment } from './environment.ts'
import type { Binaries } from './find-binaries.ts'
import { dataIn, type Place } from './place.ts'
import { asNobody, asSelf, inUserNamespace, type RunAs } from './run-as.ts'
import { stageBinaries } from './stage-binaries.ts'
import { DatabaseTrouble, USE_YOUR_OWN } from './trouble.ts'
import { writeSecret } from './write-secret.ts'

export type Way = 'self' | 'userns' | 'nobody' | 'nobody elsewhere'

export interface Remembered {
  readonly way: Way
  readonly folder: string
}

export interface ChooseOptions {
  readonly dataFolder: string
  readonly binaries: Binaries
  readonly remembered: Remembered | undefined
  readonly ways?: readonly Way[]
  /** Parent of the place outside of the data folder. */
  readonly elsewhere?: string
  /** Makes the cluster there; a way that cannot do that is none. */
  settle(place: Place): void
  onNote(note: string): void
}

const WAY_FILE = 'postgres-runs-as'

/** Where the cluster of this data folder is. One that is lost is never replaced by an empty one in silence. */
export function rememberedPlace(dataFolder: string): Remembered | undefined {
  const file = join(dataFolder, WAY_FILE)
  const inside = join(dataFolder, 'postgres')
  if (!existsSync(file)) return undefined
  const [way, folder] = readFileSync(file, 'utf8').split('\n') as [Way, string?]
  // The data folder may have been moved as a whole: what was inside still is.
  if (existsSync(dataIn(inside))) return { way, folder: inside }
  if (folder === undefined || folder === '') return undefined
  if (existsSync(dataIn(folder))) return { way, folder }
  throw new DatabaseTrouble(
    `The database of ${dataFolder} was in ${folder} and is not there any more: put it back, or delete ${file} to begin with an empty one.`,
  )
}

/** The first way that can really run Postgres here; later starts begin with it and stay where the data is. */
export function choosePlace(options: ChooseOptions): Place {
  const { dataFolder, remembered } = options
  const usual: readonly Way[] = process.getuid?.() === 0 ? ['userns', 'nobody', 'nobody elsewhere'] : ['self']
  const failures: string[] = []
  for (const [way, folder] of candidates(options, options.ways ?? usual)) {
    const tried = tryWay(way, folder, options)
    if (typeof tried === 'string') {
      failures.push(`  ${way}: ${tried} (in ${folder})`)
      continue
    }
    if (remembered?.way !== way || remembered.folder !== folder)
      writeSecret(join(dataFolder, WAY_FILE), `${way}\n${folder}\n`)
    if (remembered === undefined && way === 'nobody elsewhere') {
      options.onNote(`  The database lies in ${folder}: as root, Postgres cannot run in ${dataFolder}.`)
    }
    return tried
  }
  const bound = remembered ? ` The data is in ${remembered.folder}, so nothing else was tried.` : ''
  throw new DatabaseTrouble(
    `Postgres cannot run here.${bound} What was tried:\n${failures.join('\n')}\nRun ILS as a user that is not root. ${USE_YOUR_OWN}`,
  )
}

function candidates(options: ChooseOptions, ways: readonly Way[]): [Way, string][] {
  const { remembered } = options
  if (!remembered) return ways.map((way) => [way, folderOf(way, options)])
  const others = ways.filter((way) => way !== remembered.way && folderOf(way, options) === remembered.folder)
  return [remembered.way, ...others].map((way) => [way, remembered.folder])
}

function tryWay(way: Way, folder: string, options: ChooseOptions): Place | string {
  const runAs = way === 'self' ? asSelf : way === 'userns' ? inUserNamespace : asNobody()
  if (!runAs) return 'there is no user nobody'
  const isNew = !existsSync(folder)
  try {
    mkdirSync(folder, { recursive: true })
    // A careful umask would keep Postgres out of its own folder.
    if (way !== 'self') chmodSync(folder, 0o755)
    if (way === 'nobody elsewhere')
      for (const above of [dirname(folder), dirname(dirname(folder))]) chmodSync(above, 0o755)
    const bin = join(stageRunnable(options.binaries, folder, runAs), 'bin')
    const place = { folder, bin, runAs }
    options.settle(place)
    return place
  } catch (error) {
    if (isNew) rmSync(folder, { recursive: true, force: true })
    return error instanceof Error ? error.message : String(error)
  }
}

/** What was staged before a power cut may be there by name only: then it is staged again. */
function stageRunnable(binaries: Binaries, folder: string, runAs: RunAs): string {
  const staged = stageBinaries(binaries, folder)
  if (failureOf(staged, runAs) === undefined) return staged
  rmSync(staged, { recursive: true, force: true })
  const again = failureOf(stageBinaries(binaries, folder), runAs)
  if (again !== undefined) throw new Error(again)
  return staged
}

function failureOf(staged: string, runAs: RunAs): string | undefined {
  const [command, ...args] = [...runAs.prefix, join(staged, 'bin', 'postgres'), '--version']
  const seen = spawnSync(command, args, {
    ...runAs.ids,
    cwd: '/',
    env: postgresEnvironment(),
    encoding: 'utf8',
    timeout: 20_000,
  })
  if (seen.error) return seen.error.message
  // An empty file runs as a script that does nothing, and well: only the answer tells.
  if (seen.status === 0 && seen.stdout.includes('PostgreSQL')) return undefined
  const [said = ''] = seen.stderr.trim().split('\n')
  return said === '' ? `exit code ${seen.status}` : said
}

function folderOf(way: Way, { dataFolder, elsewhere = '/var/lib/ils' }: ChooseOptions): string {
  if (way !== 'nobody elsewhere') return join(dataFolder, 'postgres')
  return join(elsewhere, createHash('sha256').update(dataFolder).digest('hex').slice(0, 12), 'postgres')
}
