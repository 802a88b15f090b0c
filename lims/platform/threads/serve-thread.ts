import { parentPort, workerData } from 'node:worker_threads'
import type { FromThread, ThreadStart, ToThread } from './thread-talk.ts'

/** What a computation in a thread of its own is given. Everything that passes between is copied. */
export interface Thread<Input, Told> {
  readonly input: Input
  /** Says something on the way, such as how far it is. */
  readonly tell: (told: Told) => void
  /** Asks whoever started the thread for the next piece of its work. */
  readonly ask: () => Promise<unknown>
  /** Whether the result is no longer wanted. True also in the middle of a loop: to be asked every now and then. */
  readonly aborted: () => boolean
}

/** The only statement of a module that `runInThread` runs. */
export function serveThread<Input, Told, Result>(run: (thread: Thread<Input, Told>) => Result | Promise<Result>): void {
  const port = parentPort
  if (port === null) throw new Error('serveThread is called by a thread that runInThread has started')
  // Given by runInThread and nobody else.
  const { input, aborted } = workerData as ThreadStart
  const flag = new Int32Array(aborted)
  const open: ((answer: unknown) => void)[] = []
  port.on('message', ({ answer }: ToThread) => open.shift()?.(answer))
  const say = (said: FromThread): void => {
    port.postMessage(said)
  }
  const thread: Thread<Input, Told> = {
    // Copied from what the caller of runInThread gave, which has this type there.
    input: input as Input,
    tell: (told) => {
      say({ is: 'told', told })
    },
    ask: () =>
      new Promise((resolve) => {
        open.push(resolve)
        say({ is: 'asks' })
      }),
    aborted: () => Atomics.load(flag, 0) !== 0,
  }
  const work = async (): Promise<void> => {
    say({ is: 'done', result: await run(thread) })
  }
  work().catch((thrown: unknown) => {
    say({ is: 'threw', thrown: copyable(thrown) })
  })
}

/** An error that cannot be copied, or of which a copy keeps nothing, must not keep its sentence from being told. */
function copyable(thrown: unknown): unknown {
  try {
    const copy: unknown = structuredClone(thrown)
    if (!(thrown instanceof Error) || copy instanceof Error) return copy
  } catch {
    // Falls through: its sentence is what can be told.
  }
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
}
