import type { Log } from './log/log.ts'

export interface Shutdown {
  /** Later stages wait for earlier ones: take no more, finish what runs, let go of what was needed for it. */
  add(stage: Stage, what: string, close: () => Promise<void> | void): void
  /** Stops everything in order; answers false when the deadline came first. */
  run(reason: string): Promise<boolean>
  /** Fires when stopping begins. */
  readonly stopping: AbortSignal
}

export const stages = ['take no more', 'finish work', 'write down', 'let go'] as const
export type Stage = (typeof stages)[number]

/** An ordered stop with a deadline, run once however often it is asked for. */
export function openShutdown(options: { log: Log; deadlineMs: number }): Shutdown {
  const closers: { stage: Stage; what: string; close: () => Promise<void> | void }[] = []
  const stopping = new AbortController()
  let running: Promise<boolean> | undefined

  async function runStages(): Promise<void> {
    for (const stage of stages) {
      const ofStage = closers.filter((closer) => closer.stage === stage)
      await Promise.all(
        ofStage.map(async ({ what, close }) => {
          try {
            await close()
          } catch (error) {
            options.log.warn({ err: error, what }, 'did not close cleanly')
          }
        }),
      )
    }
  }

  async function stop(reason: string): Promise<boolean> {
    options.log.info({ reason }, 'stopping')
    stopping.abort()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => {
        resolve(false)
      }, options.deadlineMs)
    })
    const inTime = await Promise.race([runStages().then(() => true), late])
    clearTimeout(timer)
    if (inTime) options.log.info({}, 'stopped')
    else options.log.error({ deadlineMs: options.deadlineMs }, 'the stop took too long and was forced')
    return inTime
  }

  return {
    stopping: stopping.signal,
    add(stage, what, close) {
      closers.push({ stage, what, close })
    },
    run: (reason) => (running ??= stop(reason)),
  }
}
