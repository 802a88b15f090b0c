import { existsSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { systemClock, type Clock } from '../clock.ts'
import { choosePlace, rememberedPlace, type Way } from './choose-place.ts'
import { findBinaries, type Binaries } from './find-binaries.ts'
import { freePort } from './free-port.ts'
import { initCluster, SUPERUSER } from './init-cluster.ts'
import { lockFolder } from './lock-folder.ts'
import { keepPasswords } from './passwords.ts'
import { dataIn } from './place.ts'
import { DATABASE, prepareRoles } from './prepare-roles.ts'
import { runPostgres } from './run-postgres.ts'
import { DatabaseTrouble } from './trouble.ts'
import { writeSecret } from './write-secret.ts'

export interface EmbeddedOptions {
  readonly dataFolder: string
  readonly onNote?: (note: string) => void
  readonly clock?: Clock
  /** Further settings of Postgres: tests switch durability off. */
  readonly settings?: Readonly<Record<string, string>>
  readonly ways?: readonly Way[]
  readonly elsewhere?: string
  readonly findPort?: (preferred: number) => Promise<number>
  readonly freeBytes?: (path: string) => number
  readonly findBinaries?: () => Binaries
}

export interface EmbeddedPostgres {
  readonly version: string
  readonly port: number
  readonly pid: number
  readonly postmaster: number
  /** As the LIMS: grants only. */
  readonly databaseUrl: string
  readonly portalUrl: string
  /** As the owner: for migrations. */
  readonly ownerUrl: string
  readonly superuserUrl: string
  /** Fires once the database is gone, asked or not. */
  readonly gone: Promise<void>
  stop(): Promise<void>
}

const MIB = 1024 * 1024
const FIRST_START_BYTES = 300 * MIB
const LATER_START_BYTES = 100 * MIB
const FIRST_PORT = 4650

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '64MB',
  max_connections: '100',
  // Most labs have one disk and little memory: wake the background less often than a server farm needs it.
  autovacuum_naptime: '30s',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  // Detail lines and statements quote the values of rows, which are people's.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  // What a burst of writes may take of a small disk.
  max_wal_size: '512MB',
}

/** Starts the Postgres that comes with ILS in a data folder; what is in it survives restarts, crashes and updates. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataFolder = resolve(options.dataFolder)
  const unlock = lockOf(dataFolder, (options.clock ?? systemClock).now())
  try {
    refuseFullDisk(dataFolder, options.freeBytes ?? freeBytesOf)
    return await start(dataFolder, options, unlock)
  } catch (error) {
    unlock()
    throw troubleOf(error, dataFolder)
  }
}

function lockOf(dataFolder: string, now: Date): () => void {
  try {
    return lockFolder(dataFolder, now)
  } catch (error) {
    throw troubleOf(error, dataFolder)
  }
}

function troubleOf(error: unknown, dataFolder: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new DatabaseTrouble(`The disk of ${dataFolder} is full: make room and start again.`, { cause: error })
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new DatabaseTrouble(
      `${dataFolder} may not be written by this user: start ILS as the user who started it first, or use another folder (--data).`,
      { cause: error },
    )
  }
  return error
}

async function start(dataFolder: string, options: EmbeddedOptions, unlock: () => void): Promise<EmbeddedPostgres> {
  const binaries = (options.findBinaries ?? findBinaries)()
  const remembered = rememberedPlace(dataFolder)
  const passwords = keepPasswords(dataFolder, remembered !== undefined)
  const place = choosePlace({
    dataFolder,
    binaries,
    remembered,
    settle: (at) => initCluster(at, passwords.bootstrap),
    onNote: options.onNote ?? (() => undefined),
    ...(options.ways ? { ways: options.ways } : {}),
    ...(options.elsewhere ? { elsewhere: options.elsewhere } : {}),
  })
  const data = dataIn(place.folder)
  const wanted = await (options.findPort ?? freePort)(portOfLastTime(dataFolder))
  const settings = { ...SETTINGS, ...options.settings }
  const postgres = await runPostgres({
    ...{ place, data, port: wanted, settings },
    anotherPort: () => freePort(0),
    logFile: join(dataFolder, 'logs', 'postgres.log'),
  })
  const { port } = postgres
  writeFileSync(join(dataFolder, PORT_FILE), String(port))
  try {
    await prepareRoles(port, passwords)
  } catch (error) {
    await postgres.stop()
    throw error
  }
  const urlOf = (user: string, password: string, database: string): string =>
    `postgres://${user}:${password}@127.0.0.1:${port}/${database}`
  const urls = {
    databaseUrl: urlOf('ils_lims', passwords.lims, DATABASE),
    portalUrl: urlOf('ils_portal', passwords.portal, DATABASE),
    ownerUrl: urlOf('ils_owner', passwords.owner, DATABASE),
  }
  // For the tools of the command line, as long as the database runs.
  const connection = join(dataFolder, 'connection.json')
  writeSecret(connection, JSON.stringify({ ...urls, port, pid: postgres.pid }, null, 2))
  return {
    ...urls,
    superuserUrl: urlOf(SUPERUSER, passwords.bootstrap, 'postgres'),
    version: binaries.version,
    port,
    pid: postgres.pid,
    postmaster: postgres.postmaster,
    gone: postgres.gone,
    async stop() {
      await postgres.stop()
      rmSync(connection, { force: true })
      unlock()
    },
  }
}

function refuseFullDisk(dataFolder: string, freeBytes: (path: string) => number): void {
  const needed = existsSync(join(dataFolder, 'postgres')) ? LATER_START_BYTES : FIRST_START_BYTES
  const free = freeBytes(dataFolder)
  if (free >= needed) return
  throw new DatabaseTrouble(
    `The disk of ${dataFolder} has ${Math.floor(free / MIB)} MiB left and ILS needs ${needed / MIB} MiB to start: make room, or choose another folder (--data).`,
  )
}

function freeBytesOf(path: string): number {
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize
}

const PORT_FILE = 'postgres-port'

/** Where it is free it is taken again: tools that were pointed at it go on working. */
function portOfLastTime(dataFolder: string): number {
  const file = join(dataFolder, PORT_FILE)
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : FIRST_PORT
  return Number.isInteger(last) && last > 0 && last < 65_536 ? last : FIRST_PORT
}
