import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { endPredecessor, readPid } from './end-predecessor.ts'
import { postgresEnvironment } from './environment.ts'
import type { Place } from './place.ts'
import { DatabaseTrouble, USE_YOUR_OWN } from './trouble.ts'
import { openPostgresLog } from './write-log.ts'

export interface RunningPostgres {
  /** Of what we started: on Windows Postgres itself, elsewhere its guard. */
  readonly pid: number
  readonly postmaster: number
  /** The one asked for, or another when somebody was faster. */
  readonly port: number
  /** Fires once it is gone, however. */
  readonly gone: Promise<void>
  stop(): Promise<void>
}

export interface RunOptions {
  readonly place: Place
  readonly data: string
  readonly port: number
  /** Between looking for a free port and taking it somebody else may have: then one from here is tried. */
  readonly anotherPort: () => Promise<number>
  readonly logFile: string
  readonly settings: Readonly<Record<string, string>>
  /** How long a predecessor that is still shutting down is waited for. */
  readonly patienceMs?: number
}

/**
 * Ends Postgres with us: descriptor 3 is a pipe that we hold, and when we die, however suddenly, its end is noticed
 * and Postgres shuts down fast. In a session of its own, so that Ctrl-C does not reach the database before its users.
 * It outlives Postgres even when it is told to stop, so that its end means that the database is closed.
 */
const GUARD = `
"$@" </dev/null 3<&- & p=$!
trap 'kill -INT $p 2>/dev/null' TERM INT HUP
(trap '' INT HUP; while read -r _; do :; done; kill -INT $p 2>/dev/null) <&3 & c=$!
exec 3<&-
wait $p; s=$?
while kill -0 $p 2>/dev/null; do wait $p; s=$?; done
kill $c 2>/dev/null
exit $s`

// Replaying what a crash left takes a while on a slow disk; giving up on it would only begin it again.
const STARTUP_MS = 180_000
const STOP_MS = 10_000
const PATIENCE_MS = 20_000
const AGAIN_MS = 100
// What a predecessor that was killed leaves for a moment: its lock file, its memory, its workers.
const NOT_YET = /lock file "postmaster\.pid" already exists|pre-existing shared memory block|Is another postmaster/

export async function runPostgres(options: RunOptions): Promise<RunningPostgres> {
  const until = performance.now() + (options.patienceMs ?? PATIENCE_MS)
  let { port } = options
  for (;;) {
    await endPredecessor(options.data, options.patienceMs)
    const started = await startOnce({ ...options, port })
    if ('running' in started) return started.running
    const taken = PORT_TAKEN.test(started.said)
    if (!(taken || NOT_YET.test(started.said)) || performance.now() > until) throw startTrouble(options, started.said)
    if (taken) port = await options.anotherPort()
    await pause(AGAIN_MS)
  }
}

const PORT_TAKEN = /could not (bind|create listen socket)[^]*(already in use|could not create any TCP)/

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
  const [program = '', ...args] = windows ? command : ['sh', '-c', GUARD, 'ils-postgres-guard', ...command]
  const child = spawn(program, args, {
    ...place.runAs.ids,
    cwd: windows ? data : '/',
    detached: !windows,
    env: postgresEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    windowsHide: true,
  })
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve()
    })
  })
  return watchStart(child, gone, options)
}

function watchStart(child: ChildProcess, gone: Promise<void>, options: RunOptions): Promise<Started> {
  const log = openPostgresLog(options.logFile)
  let said = ''
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      letGo(child)
      reject(new DatabaseTrouble(`Postgres did not get ready within ${STARTUP_MS / 1000} s:\n${said}`))
    }, STARTUP_MS)
    child.once('error', (error) => {
      clearTimeout(late)
      resolve({ said: error.message })
    })
    // Not on `exit`: its last words may still be in the pipe then.
    child.once('close', () => {
      clearTimeout(late)
      resolve({ said })
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      const text = chunk.toString()
      log(text)
      said = (said + text).slice(-4000)
      if (!said.includes('database system is ready to accept connections')) return
      clearTimeout(late)
      const { pid = 0 } = child
      const postmaster = readPid(join(options.data, 'postmaster.pid')) ?? pid
      resolve({
        running: { pid, postmaster, port: options.port, gone, stop: () => stop(child, gone, postmaster, options) },
      })
    })
  })
}

/** Closing the pipe is the whole message: the guard does the rest. */
function letGo(child: ChildProcess): void {
  child.stdio[3]?.destroy()
}

async function stop(
  child: ChildProcess,
  gone: Promise<void>,
  postmaster: number,
  { place, data }: RunOptions,
): Promise<void> {
  // Windows has no signals to send; a plain kill would leave the log to be replayed at each start.
  if (process.platform === 'win32')
    spawnSync(join(place.bin, 'pg_ctl'), ['stop', '-m', 'fast', '-D', data], { windowsHide: true })
  else letGo(child)
  const timer = setTimeout(() => {
    if (child.exitCode === null && child.signalCode === null) process.kill(postmaster, 'SIGQUIT')
  }, STOP_MS)
  await gone
  clearTimeout(timer)
}

function startTrouble({ data }: RunOptions, said: string): DatabaseTrouble {
  if (/no space left|disk quota exceeded/i.test(said))
    return new DatabaseTrouble(`The disk of ${data} is full: make room and start again.`)
  if (NOT_YET.test(said)) return new DatabaseTrouble(`Another Postgres still uses ${data}:\n${said.trim()}`)
  return new DatabaseTrouble(`Postgres did not start:\n${said.trim()}\n${USE_YOUR_OWN}`)
}
