import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Writable } from 'node:stream'
import type { Place } from './choose-place.ts'
import { DatabaseTrouble, USE_YOUR_OWN } from './trouble.ts'

export interface RunningPostgres {
  readonly pid: number
  /** Fires once it is gone, however. */
  readonly gone: Promise<void>
  stop(): Promise<void>
}

export interface RunOptions {
  readonly place: Place
  readonly data: string
  readonly port: number
  readonly logFile: string
  readonly settings: Readonly<Record<string, string>>
  /** How long a predecessor that is still shutting down is waited for. */
  readonly patienceMs?: number
}

/**
 * Ends Postgres with us: descriptor 3 is a pipe that we hold, and when we die, however suddenly, its end is noticed
 * and Postgres shuts down fast. In a session of its own, so that Ctrl-C does not reach the database before its users.
 */
const GUARD =
  '"$@" </dev/null 3<&- & p=$!; trap "kill -INT $p" TERM INT HUP; (cat >/dev/null; kill -INT $p 2>/dev/null) <&3 & c=$!; wait $p; s=$?; kill $c 2>/dev/null; exit $s'

const STARTUP_MS = 60_000
const STOP_MS = 10_000
const PATIENCE_MS = 20_000
const AGAIN_MS = 250
const LARGEST_LOG = 10 * 1024 * 1024
// What a predecessor that was killed leaves for a moment: its lock file, its memory, its workers.
const NOT_YET = /lock file "postmaster\.pid" already exists|pre-existing shared memory block|Is another postmaster/

export async function runPostgres(options: RunOptions): Promise<RunningPostgres> {
  const until = performance.now() + (options.patienceMs ?? PATIENCE_MS)
  for (let attempt = 1; ; attempt++) {
    const started = await startOnce(options)
    if ('running' in started) return started.running
    if (!NOT_YET.test(started.said) || performance.now() > until) throw startTrouble(options, started.said)
    // Nobody else may use this folder: an old Postgres that goes on without its guard is told to stop.
    if (attempt === 8) stopOrphan(options.data)
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
  }
}

type Started = { running: RunningPostgres } | { said: string }

function startOnce(options: RunOptions): Promise<Started> {
  const { place, data, port } = options
  const command = [
    ...place.runAs.prefix,
    join(place.bin, 'postgres'),
    ...['-D', data, '-p', String(port)],
    ...Object.entries(options.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
  const windows = process.platform === 'win32'
  const [program = '', ...args] = windows ? command : ['sh', '-c', GUARD, 'sh', ...command]
  const child = spawn(program, args, {
    ...place.runAs.ids,
    cwd: windows ? data : '/',
    detached: !windows,
    // eslint-disable-next-line no-restricted-properties -- no setting: only where sh and unshare are found
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve()
    })
  })
  return watchStart(child, gone, options)
}

function watchStart(child: ChildProcess, gone: Promise<void>, options: RunOptions): Promise<Started> {
  const log = openLog(options.logFile)
  let said = ''
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new DatabaseTrouble(`Postgres did not get ready within ${STARTUP_MS / 1000} s:\n${said}`))
    }, STARTUP_MS)
    child.once('error', (error) => {
      clearTimeout(late)
      resolve({ said: error.message })
    })
    child.once('exit', () => {
      clearTimeout(late)
      resolve({ said })
    })
    // Later than its exit: what it started may still have something to say.
    child.once('close', () => {
      log.end()
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      log.write(chunk)
      said = (said + chunk.toString()).slice(-4000)
      if (!said.includes('database system is ready to accept connections')) return
      clearTimeout(late)
      resolve({ running: { pid: child.pid ?? 0, gone, stop: () => stop(child, gone) } })
    })
  })
}

async function stop(child: ChildProcess, gone: Promise<void>): Promise<void> {
  if (process.platform === 'win32') child.kill()
  else (child.stdio[3] as Writable | null)?.end()
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await gone
  clearTimeout(timer)
}

/** A postmaster of this very folder that lives on without its guard. */
function stopOrphan(data: string): void {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  const cmdline = `/proc/${pid}/cmdline`
  if (!Number.isInteger(pid) || pid <= 1 || !existsSync(cmdline)) return
  if (readFileSync(cmdline, 'utf8').split('\0').includes(data)) process.kill(pid, 'SIGINT')
}

function startTrouble({ data }: RunOptions, said: string): DatabaseTrouble {
  if (/no space left/i.test(said)) return new DatabaseTrouble(`The disk of ${data} is full: make room and start again.`)
  if (NOT_YET.test(said)) return new DatabaseTrouble(`Another Postgres still uses ${data}:\n${said.trim()}`)
  return new DatabaseTrouble(`Postgres did not start:\n${said.trim()}\n${USE_YOUR_OWN}`)
}

/** The log of this run and at most one large one before it. */
function openLog(file: string): Writable {
  mkdirSync(dirname(file), { recursive: true })
  if (existsSync(file) && statSync(file).size > LARGEST_LOG) renameSync(file, `${file}.1`)
  return createWriteStream(file, { flags: 'a', mode: 0o600 })
}
