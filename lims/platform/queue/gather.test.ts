import { describe, expect, it } from 'vitest'
import { gather } from './gather.ts'

describe('questions asked together', () => {
  it('go out as few statements and each gets its own answer', async () => {
    const statements: number[][] = []
    const double = gather(3, async (items: number[]) => {
      statements.push(items)
      return items.map((item) => item * 2)
    })
    expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8])
    expect(statements).toEqual([[1, 2, 3], [4]])
  })

  it('fail together, and the next ones are asked all the same', async () => {
    let broken = true
    const same = gather(10, (items: number[]) => (broken ? Promise.reject(new Error('away')) : Promise.resolve(items)))
    await expect(Promise.all([1, 2].map(same))).rejects.toThrow('away')
    broken = false
    expect(await same(3)).toBe(3)
  })
})
