import { EventEmitter } from 'node:events'
import type { Context } from 'koa'
import { describe, expect, it } from 'vitest'
import { anonymous } from '../actor.ts'
import type { Foundation } from '../app.ts'
import { OneCall } from './one-call.ts'

const callWith = (stopping: AbortSignal) => {
  const res = new EventEmitter()
  const input = { params: undefined, query: undefined, body: undefined, lines: undefined }
  // Of the context only the answer's end matters here.
  return { res, call: new OneCall({} as Foundation, anonymous, input, { res } as unknown as Context, stopping) }
}

describe('the signal of a call', () => {
  it('fires when the caller is gone', () => {
    const { res, call } = callWith(new AbortController().signal)
    const { signal } = call
    expect(signal.aborted).toBe(false)
    res.emit('close')
    expect(signal.aborted).toBe(true)
  })

  it('fires when the process stops', () => {
    const stop = new AbortController()
    const { signal } = callWith(stop.signal).call
    stop.abort()
    expect(signal.aborted).toBe(true)
  })

  it('is made only for a handler that asks, by a getter that all calls share', () => {
    const { res, call } = callWith(new AbortController().signal)
    expect(Object.keys(call)).not.toContain('signal')
    expect(res.listenerCount('close')).toBe(0)
  })
})
