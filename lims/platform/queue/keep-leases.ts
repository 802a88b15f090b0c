import type { Db } from '../db/database.ts'
import type { Log } from '../log/log.ts'
import type { Run } from './run.ts'
import { extendLeases } from './store.ts'
import { FencedOut, type TaskKind } from './task.ts'

export interface LeaseKeeper {
  add(run: Run): void
  drop(run: Run): void
}

/** Extends the leases of what runs at every third of them, and tells a run when its lease is lost. */
export function keepLeases(db: Db, kind: TaskKind, log: Log): LeaseKeeper {
  const runs = new Set<Run>()
  let timer: NodeJS.Timeout | undefined
  let busy = false

  function lose(run: Run): void {
    runs.delete(run)
    run.stop.abort(new FencedOut(run.task.id))
  }

  /** Its lease runs out now, and the sweep gives it to someone else; the attempt counts. */
  function loseEndless(): void {
    for (const run of runs) {
      if (performance.now() < run.giveUpAt) continue
      lose(run)
      run.abandon()
      log.error({ taskId: run.task.id, kind: kind.name }, 'a task took too long and was given up')
    }
  }

  async function extend(): Promise<void> {
    const sentAt = performance.now()
    const asked = [...runs]
    const tasks = asked.map((run) => run.task)
    const ours = await extendLeases(db, tasks, kind.leaseMs)
    for (const run of asked) {
      if (ours.has(run.task.id)) run.leaseUntil = sentAt + kind.leaseMs
      // One that is settling finds out by itself whose it is; its row may be done already.
      else if (runs.has(run) && !run.settling) lose(run)
    }
  }

  /** By our own clock, as the database is out of reach: by its clock somebody else may have the task now. */
  function loseExpired(): void {
    for (const run of runs) if (performance.now() > run.leaseUntil) lose(run)
  }

  async function beat(): Promise<void> {
    loseEndless()
    if (busy) {
      loseExpired()
      return
    }
    busy = true
    try {
      // First of all, even when late: a lease that ran out while this process stalled is ours until someone takes it.
      await extend()
    } catch (error) {
      log.warn({ err: error, kind: kind.name }, 'leases could not be extended')
      loseExpired()
    } finally {
      busy = false
    }
  }

  return {
    add(run) {
      runs.add(run)
      timer ??= setInterval(() => void beat(), kind.leaseMs / 3)
    },
    drop(run) {
      runs.delete(run)
      if (runs.size > 0) return
      clearInterval(timer)
      timer = undefined
    },
  }
}
