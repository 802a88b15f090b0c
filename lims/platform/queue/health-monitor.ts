import { pause } from '../db/sole-holder.ts'
import type { Log } from '../log/log.ts'
import { TOO_LONG, within } from './within.ts'

/** How one kind stands in this process. */
export interface Standing {
  readonly kind: string
  readonly paused: boolean
  /** How long the oldest due task has waited; 0 or less when none is due. */
  readonly lateMs: number
  readonly free: number
  readonly claimed: number
  /** Of the claimed ones, those for which no wake-up came. */
  readonly rescued: number
}

export interface HealthMonitorOptions {
  look(): Promise<readonly Standing[]>
  restart(): Promise<void>
  /** Restarts did not help: the process should end, and whoever runs it starts another. */
  onDeaf(): void
  readonly everyMs: number
  /** From here on a due task with free slots is a sign that nobody hears. */
  readonly lateMs: number
  /** A check that takes longer is itself a sign. */
  readonly hungMs: number
  readonly log: Log
}

export interface HealthMonitor {
  close(): Promise<void>
}

const MOST_RESTARTS = 2

/**
 * Finds the worker that lives but hears nothing: work is due, slots are free, and nothing is claimed. It happens with
 * connections whose far end is silently gone, and no error ever tells.
 */
export function openHealthMonitor(options: HealthMonitorOptions): HealthMonitor {
  const { log } = options
  const stop = new AbortController()
  let before = new Map<string, Standing>()
  let deafRounds = 0
  let ended = false

  type Finding = 'well' | 'unknown' | 'hard of hearing' | 'deaf'

  async function examine(): Promise<Finding> {
    let standings: readonly Standing[] | typeof TOO_LONG | undefined
    try {
      standings = await within(options.hungMs, options.look())
    } catch (error) {
      // The database said no: that is an outage, and new connections would hear the same.
      log.warn({ err: error }, 'the health of the queue could not be checked')
      return 'unknown'
    }
    if (standings === undefined || standings === TOO_LONG) return 'deaf'
    const known = before
    before = new Map(standings.map((one) => [one.kind, one]))
    const findings = standings.map((one) => judge(one, known.get(one.kind), options.lateMs))
    if (findings.includes('deaf')) return 'deaf'
    return findings.includes('hard of hearing') ? 'hard of hearing' : 'well'
  }

  async function round(): Promise<void> {
    const finding = await examine()
    if (stop.signal.aborted || finding === 'unknown') return
    if (finding === 'well') {
      deafRounds = 0
      return
    }
    // Tasks do run, only late: worth new connections, not worth a process.
    if (finding === 'deaf') deafRounds++
    if (deafRounds > MOST_RESTARTS) {
      ended = true
      log.error({ rounds: deafRounds }, 'the worker hears nothing and restarts did not help')
      options.onDeaf()
      return
    }
    log.warn({ finding, rounds: deafRounds }, 'the worker does not hear of its tasks, opening new connections')
    await within(options.hungMs, options.restart())
  }

  async function run(): Promise<void> {
    for (;;) {
      await pause(options.everyMs, stop.signal)
      if (stop.signal.aborted || ended) return
      await round().catch((error: unknown) => log.warn({ err: error }, 'the queue could not be restarted'))
    }
  }

  const running = run()
  return {
    async close() {
      stop.abort()
      await within(options.hungMs, running)
    },
  }
}

function judge(now: Standing, before: Standing | undefined, lateMs: number): 'well' | 'hard of hearing' | 'deaf' {
  if (!before || now.paused) return 'well'
  if (now.claimed === before.claimed) return now.lateMs > lateMs && now.free > 0 ? 'deaf' : 'well'
  const allRescued = now.claimed - before.claimed === now.rescued - before.rescued
  return allRescued ? 'hard of hearing' : 'well'
}
