import { describe, expect, test } from 'vitest'
import { judgeTogether } from './judge-together.ts'

const busyFor = (ms: number): void => {
  const until = performance.now() + ms
  while (performance.now() < until);
}

describe('orders that come in one turn', () => {
  test('are judged one after the other, and each gets its own answer', async () => {
    const order: number[] = []
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        judgeTogether(() => {
          order.push(i)
          return i * i
        }),
      ),
    )
    expect(order).toEqual(answers.map((_, i) => i))
    expect(answers).toEqual(order.map((i) => i * i))
  })

  test('are judged although one of them is refused', async () => {
    const settled = await Promise.allSettled([
      judgeTogether(() => 'one'),
      judgeTogether(() => {
        throw new Error('refused')
      }),
      judgeTogether(() => Promise.resolve('three')),
    ])
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await judgeTogether(() => 'four')).toBe('four')
  })

  test('leave room for others when they are many', async () => {
    let judged = 0
    const all = Promise.all(
      Array.from({ length: 40 }, () =>
        judgeTogether(() => {
          busyFor(1)
          judged++
        }),
      ),
    )
    const seen: number[] = []
    while (judged < 40) {
      await new Promise((resolve) => setImmediate(resolve))
      seen.push(judged)
    }
    await all
    expect(seen.filter((count) => count > 0 && count < 40).length).toBeGreaterThan(2)
    const [, later] = await Promise.all([judgeTogether(() => judged++), judgeTogether(() => judged)])
    expect(later).toBe(41)
  })
})
