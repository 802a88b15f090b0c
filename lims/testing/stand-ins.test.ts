import { describe, expect, it } from 'vitest'
import { capturedLog } from './captured-log.ts'
import { until } from './condition.ts'
import { manualClock } from './manual-clock.ts'

describe('until', () => {
  it('answers what was seen as soon as it is there', async () => {
    let looks = 0
    expect(await until('the third look', () => ++looks >= 3 && { looks }, { everyMs: 1 })).toEqual({ looks: 3 })
  })

  it('says what it waited for in vain, with the last failure as the cause', async () => {
    const broken = new Error('no such table')
    const waiting = until('the job is on the floor', () => Promise.reject(broken), { withinMs: 5, everyMs: 1 })
    await expect(waiting).rejects.toThrow('waited 5 ms in vain until the job is on the floor')
    await expect(waiting).rejects.toMatchObject({ cause: broken })
  })
})

describe('a manual clock', () => {
  it('stands until it is moved, and gives no date away that could be changed', () => {
    const clock = manualClock(new Date('2026-01-05T08:00:00.000Z'))
    clock.now().setFullYear(1999)
    expect(clock.now().toISOString()).toBe('2026-01-05T08:00:00.000Z')
    clock.advance(90_000)
    expect(clock.now().toISOString()).toBe('2026-01-05T08:01:30.000Z')
    clock.set(new Date('2026-02-01T00:00:00.000Z'))
    expect(clock.now().toISOString()).toBe('2026-02-01T00:00:00.000Z')
  })
})

describe('a captured log', () => {
  it('keeps lines as they would be written, with what is secret taken out, also from a child', () => {
    const log = capturedLog()
    log.info({ password: 'hunter2', jobId: 'job_1' }, 'job created')
    log.child({ station: 'edger' }).warn({}, 'late')
    expect(log.lines).toMatchObject([
      { level: 'info', jobId: 'job_1', msg: 'job created' },
      { level: 'warn', station: 'edger', msg: 'late' },
    ])
    expect(log.text()).not.toContain('hunter2')
  })
})
