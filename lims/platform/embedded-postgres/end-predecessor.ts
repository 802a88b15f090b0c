import { readFileSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isAlive, processesIn, wasStartedOn } from './find-processes.ts'
import { DatabaseTrouble } from './trouble.ts'

const PATIENCE_MS = 15_000
const LOOK_MS = 25

/**
 * Sees out what a killed predecessor left running. We hold the lock of the folder, so nobody needs it any more: its
 * guard is stopping it, or was killed as well, and then only we can.
 */
export async function endPredecessor(folder: string, patienceMs = PATIENCE_MS): Promise<void> {
  const data = realpathSync(folder)
  const began = performance.now()
  for (let sent: NodeJS.Signals | undefined; ;) {
    const left = stillIn(data)
    if (left.length === 0) return
    const waited = performance.now() - began
    if (waited > patienceMs) {
      throw new DatabaseTrouble(
        `An earlier Postgres (process ${left.join(', ')}) still uses ${data} and does not stop: stop it, then start ILS again.`,
      )
    }
    // An immediate shutdown loses nothing that was committed: the next start replays it.
    const signal = waited > patienceMs / 2 ? 'SIGQUIT' : 'SIGINT'
    if (signal !== sent) send(left, signal)
    sent = signal
    await pause(LOOK_MS)
  }
}

function send(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch {
      // It ended by itself in between.
    }
  }
}

function stillIn(data: string): number[] {
  const pidFile = join(data, 'postmaster.pid')
  const pid = readPid(pidFile)
  const named = pid !== undefined && isAlive(pid)
  const working = processesIn(data) ?? (named && wasStartedOn(pid, data) ? [pid] : [])
  // After a reboot, or in a container started anew, another program may have the number: Postgres would refuse for ever.
  if (named && !working.includes(pid) && process.platform !== 'win32') rmSync(pidFile, { force: true })
  return working
}

/** The postmaster's, by the first line of the file it keeps while it runs. */
export function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
    return Number.isInteger(pid) && pid > 0 ? pid : undefined
  } catch {
    return undefined
  }
}
