import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import type { FromThread, ThreadStart, ToThread } from './thread-talk.ts'
import { ThreadFailed } from './thread-failed.ts'
import { loadingOf } from './thread-module.ts'
import { openTurns, type Turns } from './turns.ts'

export interface ThreadOptions<Told> {
  /** Gives up: the thread is asked to end, and ended if it does not. */
  readonly signal?: AbortSignal
  /** What the thread says on its way. */
  readonly onTold?: (told: Told) => void
  /** Answers the thread's `ask()`, such as with the next part of a stream: the thread asks only for what it can take. */
  readonly onAsk?: () => Promise<unknown>
  /** The most memory its values may take. */
  readonly heapMb?: number
  /** Threads wait for others of their lane only: what somebody waits for must not stand behind what takes an hour. */
  readonly lane?: 'save' | 'check'
}

// One core stays with the loop that judges and answers.
const AT_ONCE = Math.max(1, availableParallelism() - 1)
const lanes = new Map<string, Turns>()

function turnsOf(lane: string): Turns {
  const known = lanes.get(lane)
  if (known) return known
  const turns = openTurns(AT_ONCE)
  lanes.set(lane, turns)
  return turns
}

/**
 * Runs a heavy computation in a thread of its own, so that whoever answers requests is not held up by it. The module's
 * only statement is `serveThread`; see `threadModule` for its URL. Everything that passes between is copied.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- a caller that names all three says what the module serves
export async function runInThread<Input, Told, Result>(
  module: URL,
  input: Input,
  options: ThreadOptions<Told> = {},
): Promise<Result> {
  const giveBack = await turnsOf(options.lane ?? 'any').take(options.signal)
  const aborted = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  try {
    const start: ThreadStart = { input, aborted }
    const worker = new Worker(module, { workerData: start, execArgv: loadingOf(module), ...memory(options.heapMb) })
    try {
      // The thread's module and whoever calls it agree on these types; what passes between has none of its own.
      return (await outcomeOf(worker, basename(module.pathname), aborted, options)) as Result
    } finally {
      worker.removeAllListeners()
      // What still happens in it happens to nobody: without a listener it would be an uncaught exception here.
      worker.on('error', () => undefined)
      await worker.terminate()
    }
  } finally {
    giveBack()
  }
}

const memory = (heapMb: number | undefined): WorkerOptions =>
  heapMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: heapMb } }

const GRACE_MS = 250

function outcomeOf<Told>(
  worker: Worker,
  name: string,
  aborted: SharedArrayBuffer,
  { signal, onTold, onAsk }: ThreadOptions<Told>,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let grace: NodeJS.Timeout | undefined
    const settle = (finish: () => void): void => {
      clearTimeout(grace)
      signal?.removeEventListener('abort', giveUp)
      // However it ended, nobody wants the result of what was given up.
      if (signal?.aborted) reject(signal.reason as Error)
      else finish()
    }
    const fail = (error: unknown): void => {
      settle(() => {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what was thrown there or here, whatever it is
        reject(error)
      })
    }
    const giveUp = (): void => {
      Atomics.store(new Int32Array(aborted), 0, 1)
      grace = setTimeout(() => {
        fail(signal?.reason)
      }, GRACE_MS)
    }
    const answer = async (): Promise<void> => {
      if (!onAsk) throw new ThreadFailed(name, 'threw', 'it asks, and nobody is there to answer')
      worker.postMessage({ answer: await onAsk() } satisfies ToThread)
    }

    worker.on('message', (said: FromThread) => {
      switch (said.is) {
        case 'told':
          try {
            // The thread's module and whoever runs it agree on what is told.
            onTold?.(said.told as Told)
          } catch (error) {
            fail(error)
          }
          break
        case 'asks':
          answer().catch(fail)
          break
        case 'done':
          settle(() => {
            resolve(said.result)
          })
          break
        case 'threw':
          fail(new ThreadFailed(name, 'threw', sentenceOf(said.thrown), said.thrown))
      }
    })
    worker.on('messageerror', (error) => {
      fail(new ThreadFailed(name, 'threw', sentenceOf(error), error))
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const how = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out_of_memory' : 'threw'
      fail(new ThreadFailed(name, how, sentenceOf(error), error))
    })
    worker.on('exit', (code) => {
      fail(new ThreadFailed(name, 'exited', `with code ${code} before it had a result`))
    })
    if (signal?.aborted) giveUp()
    else signal?.addEventListener('abort', giveUp, { once: true })
  })
}

const sentenceOf = (thrown: unknown): string =>
  thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
