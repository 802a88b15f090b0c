import { AsyncLocalStorage } from 'node:async_hooks'

/** One id from the first keystroke to the printed ticket: on every log line, event, task and answer. */
const current = new AsyncLocalStorage<string>()

export function withCorrelation<T>(id: string, run: () => T): T {
  return current.run(id, run)
}

/** The id of what runs now; `process` outside of any request or task. */
export function correlationId(): string {
  return current.getStore() ?? 'process'
}

/** What we take from a caller: enough for any tracing system, nothing that could forge a log line. */
export const CORRELATION_PATTERN = /^[A-Za-z0-9._:-]{1,100}$/
