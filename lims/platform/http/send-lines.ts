import type { ServerResponse } from 'node:http'
import type { Context } from 'koa'
import { LINES_TYPE } from '@ils/contract/endpoint'
import type { Refusal } from '../refusal.ts'
import { problemOf } from './problem.ts'
import { setHeaders } from './send.ts'

export interface LineSending {
  readonly status: number
  readonly headers: Readonly<Record<string, string>> | undefined
  readonly lines: AsyncIterable<unknown>
  /** Compares a line with the contract; throws where it breaks it. */
  check(line: unknown): void
  /** Told of what broke the stream off; answers what the caller is told of it. */
  broken(error: unknown): Promise<Refusal>
  /** How long a caller may take nothing of what waits for it. */
  readonly patienceMs: number
}

/**
 * Writes lines as they come and as the caller takes them. What breaks before the first line is answered as any other
 * request that breaks; after it the status is on its way, so the last line says it. Answers what broke the stream off.
 */
export async function sendLines(ctx: Context, sending: LineSending): Promise<Refusal | undefined> {
  const { res } = ctx
  const source = sending.lines[Symbol.asyncIterator]()
  const caller = watch(res)
  try {
    let next = await caller.orGone(source.next())
    if (next === GONE) return undefined
    begin(ctx, sending)
    while (next !== GONE && next.done !== true && ctx.method !== 'HEAD') {
      sending.check(next.value)
      const flows = res.write(`${JSON.stringify(next.value)}\n`)
      if (!flows && (await caller.orGone(drained(res, sending.patienceMs))) === GONE) return undefined
      next = await caller.orGone(source.next())
    }
    res.end()
    return undefined
  } catch (error) {
    if (ctx.respond !== false) throw error
    const refusal = await sending.broken(error)
    res.end(`${JSON.stringify({ problem: problemOf(refusal) })}\n`)
    return refusal
  } finally {
    caller.forget()
    // Not waited for: a source that waits for something itself hears of the end by the signal of its call.
    void Promise.resolve(source.return?.()).catch(() => undefined)
  }
}

function begin(ctx: Context, { status, headers }: LineSending): void {
  ctx.status = status
  if (headers) setHeaders(ctx, headers)
  ctx.res.setHeader('content-type', LINES_TYPE)
  ctx.res.setHeader('cache-control', 'no-store')
  // nginx would otherwise gather lines that somebody waits for.
  ctx.res.setHeader('x-accel-buffering', 'no')
  // From here on the answer is ours; Koa has no part in it.
  ctx.respond = false
}

const GONE = Symbol('the caller is gone')

/** Waits for something or for the caller's end. One listener for all lines: races against one promise would pile up on it. */
function watch(res: ServerResponse) {
  let leave = (): void => undefined
  const onClose = (): void => {
    leave()
  }
  res.once('close', onClose)
  return {
    orGone<T>(coming: Promise<T>): Promise<T | typeof GONE> {
      return new Promise((resolve, reject) => {
        leave = () => {
          resolve(GONE)
        }
        if (res.closed || res.destroyed) leave()
        coming.then(resolve, reject)
      })
    },
    forget: () => res.off('close', onClose),
  }
}

/** A caller that takes nothing for too long is let go: its socket closes, and with it the stream. */
async function drained(res: ServerResponse, patienceMs: number): Promise<void> {
  const { socket } = res
  socket?.setTimeout(patienceMs)
  await new Promise<void>((resolve) => {
    res.once('drain', resolve)
  })
  socket?.setTimeout(0)
}
