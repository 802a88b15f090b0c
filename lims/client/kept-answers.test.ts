import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { Fresh } from './call.ts'
import { keepAnswers } from './kept-answers.ts'

/** A catalogue that has versions, and says which asked for what. */
function catalogue(send: <T>(answer: T) => Promise<T> = (answer) => Promise.resolve(answer)) {
  const asked: (string | null)[] = []
  const state = { version: 1 }
  const ask = (ifNoneMatch: string | null): Promise<Fresh<{ version: number; items: string[] }>> => {
    asked.push(ifNoneMatch)
    const etag = `"${state.version}"`
    const body = { version: state.version, items: ['cr39'] }
    return send(ifNoneMatch === etag ? { notModified: true, etag } : { notModified: false, etag, body })
  }
  return { asked, state, ask }
}

describe('an answer that is kept', () => {
  it('is asked for once in its time, by however many, and can be changed by none of them', async () => {
    const { ask, asked } = catalogue()
    const kept = keepAnswers(300_000, 10)
    const [one, other] = await Promise.all([kept.get('all', ask), kept.get('all', ask)])
    expect(await kept.get('all', ask)).toBe(one)
    expect(other).toBe(one)
    expect(asked).toEqual([null])
    expect(() => one.items.push('trivex')).toThrow(TypeError)
    await kept.get('another', ask)
    expect(asked).toEqual([null, null])
  })

  it('is asked for again after its time, and not sent again where it is the same', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    try {
      const { ask, asked, state } = catalogue()
      const kept = keepAnswers(300_000, 10)
      const first = await kept.get('all', ask)
      vi.advanceTimersByTime(299_999)
      await kept.get('all', ask)
      expect(asked).toEqual([null])
      vi.advanceTimersByTime(2)
      expect(await kept.get('all', ask)).toBe(first)
      expect(asked).toEqual([null, '"1"'])
      state.version = 2
      expect((await kept.get('all', ask)).version).toBe(1)
      vi.advanceTimersByTime(300_001)
      expect((await kept.get('all', ask)).version).toBe(2)
    } finally {
      vi.useRealTimers()
    }
  })

  it('is dropped when it is said to have changed', async () => {
    const { ask, asked, state } = catalogue()
    const kept = keepAnswers(300_000, 10)
    await kept.get('all', ask)
    state.version = 2
    kept.changed()
    expect((await kept.get('all', ask)).version).toBe(2)
    expect(asked).toEqual([null, '"1"'])
  })

  it('is not kept where the question failed, and only so many are', async () => {
    const { ask, asked } = catalogue()
    const kept = keepAnswers(300_000, 2)
    await expect(kept.get('all', () => Promise.reject(new Error('away')))).rejects.toThrow('away')
    for (const key of ['one', 'two', 'three', 'three', 'one']) await kept.get(key, ask)
    expect(asked).toHaveLength(4)
  })

  it('is never older than the change that was told before it was asked for, however late answers come', async () => {
    const step = fc.constantFrom('get', 'change')
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(step, { minLength: 1, maxLength: 30 }), async (scheduler, steps) => {
        const { ask, state } = catalogue((answer) => scheduler.schedule(Promise.resolve(answer)))
        const kept = keepAnswers(300_000, 10)
        const seen: Promise<void>[] = []
        const sequence = steps.map((what) => async () => {
          if (what === 'change') {
            state.version += 1
            kept.changed()
            return
          }
          const least = state.version
          seen.push(kept.get('all', ask).then(({ version }) => expect(version).toBeGreaterThanOrEqual(least)))
        })
        scheduler.scheduleSequence(sequence)
        await scheduler.waitIdle()
        await Promise.all(seen)
        const last = kept.get('all', ask)
        await scheduler.waitIdle()
        expect((await last).version).toBe(state.version)
      }),
      { numRuns: 300 },
    )
  })
})
