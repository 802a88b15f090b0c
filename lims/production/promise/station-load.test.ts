import { describe, expect, it } from 'vitest'
import { waitAhead, waits } from './station-load.ts'

describe('the wait at a station', () => {
  const queued = [
    { station: 'generate', minutes: 90 },
    { station: 'polish', minutes: 60 },
    { station: 'generate', minutes: 30 },
    { station: 'edge', minutes: 45 },
    { station: 'final', minutes: 12 },
  ]
  const capacities = [
    { station: 'generate', places: 2, machines: 3 },
    { station: 'polish', places: 1, machines: 1 },
    { station: 'edge', places: 3, machines: 0 },
    { station: 'pack', places: 1, machines: 1 },
  ]
  const load = waits(queued, capacities)

  it('is the work before it, shared by the places of its machines', () => {
    expect(load.get('generate')).toBe(20)
    expect(load.get('polish')).toBe(60)
  })

  it('counts one place where there is no machine or nobody said how many', () => {
    expect(load.get('edge')).toBe(45)
    expect(load.get('final')).toBe(12)
  })

  it('adds up over the stations ahead, each once, and nothing where nothing waits', () => {
    expect(waitAhead(load, ['polish', 'edge', 'polish', 'pack', 'nowhere'])).toBe(105)
    expect(waitAhead(load, [])).toBe(0)
  })
})
