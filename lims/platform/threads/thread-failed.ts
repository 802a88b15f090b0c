/** How a thread can end without a result. */
export type ThreadEnd = 'threw' | 'exited' | 'out_of_memory'

const SAYS: Readonly<Record<ThreadEnd, string>> = {
  threw: 'threw',
  exited: 'exited',
  out_of_memory: 'ran out of memory',
}

/** A thread ended without a result: a bug in it, or more work than its memory can hold. */
export class ThreadFailed extends Error {
  readonly how: ThreadEnd

  constructor(module: string, how: ThreadEnd, detail: string, cause?: unknown) {
    super(`The thread ${module} ${SAYS[how]}: ${detail}`, cause === undefined ? {} : { cause })
    this.name = 'ThreadFailed'
    this.how = how
  }
}
