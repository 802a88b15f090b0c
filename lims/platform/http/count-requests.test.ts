import { describe, expect, it } from 'vitest'
import { countRequests } from './count-requests.ts'

describe('requests counted in the memory of a process', () => {
  it('are counted per key, in a window that begins with the first', () => {
    let now = 0
    const counter = countRequests(1000, () => now)
    expect(counter.count('a')).toEqual({ seen: 1, msLeft: 1000 })
    now = 400
    expect(counter.count('a')).toEqual({ seen: 2, msLeft: 600 })
    expect(counter.count('b')).toEqual({ seen: 1, msLeft: 1000 })
    now = 999
    expect(counter.count('a')).toEqual({ seen: 3, msLeft: 1 })
    now = 1000
    expect(counter.count('a')).toEqual({ seen: 1, msLeft: 1000 })
    expect(counter.count('b')).toEqual({ seen: 2, msLeft: 400 })
  })

  it('are forgotten when their window has ended, whether their key comes again or not', () => {
    let now = 0
    const counter = countRequests(1000, () => now)
    for (let i = 0; i < 500; i++) counter.count(`address ${i}`)
    expect(counter.size).toBe(500)
    now = 1000
    counter.count('somebody else')
    expect(counter.size).toBe(1)
  })

  it('of a key that began anew are not forgotten with those that began before it', () => {
    let now = 0
    const counter = countRequests(1000, () => now)
    counter.count('a')
    now = 500
    counter.count('b')
    now = 1000
    counter.count('a')
    now = 1500
    counter.count('c')
    expect(counter.count('a')).toEqual({ seen: 2, msLeft: 500 })
    expect(counter.size).toBe(2)
  })

  it('take a bounded memory: a flood of keys pushes out the oldest only', () => {
    const counter = countRequests(1000, () => 0, 100)
    for (let i = 0; i < 1000; i++) counter.count(`k${i}`)
    expect(counter.size).toBe(100)
    expect(counter.count('k999').seen).toBe(2)
    expect(counter.count('k0').seen).toBe(1)
  })
})
