import { capturedLog } from '@ils/testing/captured-log'
import { describe, expect, it } from 'vitest'
import { openHealth } from './health/health.ts'
import { openShutdown } from './shutdown.ts'

describe('a stop', () => {
  it('goes stage by stage, each waiting for the one before, whatever order they were added in', async () => {
    const seen: string[] = []
    const shutdown = openShutdown({ log: capturedLog(), deadlineMs: 5000 })
    const close = (name: string) => async () => {
      seen.push(`${name} begins`)
      await Promise.resolve()
      seen.push(`${name} ends`)
    }
    shutdown.add('let go', 'database', close('database'))
    shutdown.add('finish work', 'queue', close('queue'))
    shutdown.add('take no more', 'web', close('web'))
    expect(shutdown.stopping.aborted).toBe(false)
    expect(await shutdown.run('test')).toBe(true)
    expect(shutdown.stopping.aborted).toBe(true)
    expect(seen).toEqual(['web begins', 'web ends', 'queue begins', 'queue ends', 'database begins', 'database ends'])
  })

  it('is one, however often it is asked for', async () => {
    let times = 0
    const shutdown = openShutdown({ log: capturedLog(), deadlineMs: 5000 })
    shutdown.add('let go', 'x', () => void times++)
    await Promise.all([shutdown.run('a'), shutdown.run('b')])
    expect(times).toBe(1)
  })

  it('goes on past what does not close, and says what it was', async () => {
    const log = capturedLog()
    let reached = false
    const shutdown = openShutdown({ log, deadlineMs: 5000 })
    shutdown.add('finish work', 'stubborn', () => Promise.reject(new Error('no')))
    shutdown.add('let go', 'last', () => void (reached = true))
    expect(await shutdown.run('test')).toBe(true)
    expect(reached).toBe(true)
    expect(log.lines.find((line) => line['what'] === 'stubborn')?.['level']).toBe('warn')
  })

  it('is forced at its deadline', async () => {
    const log = capturedLog()
    const shutdown = openShutdown({ log, deadlineMs: 20 })
    shutdown.add('finish work', 'endless', () => new Promise(() => undefined))
    expect(await shutdown.run('test')).toBe(false)
    expect(log.text()).toContain('took too long')
  })
})

describe('the three probes', () => {
  it('answer three questions', async () => {
    const stopping = new AbortController()
    const health = openHealth({ stopping: stopping.signal })
    expect(health.live().state).toBe('ok')
    expect(health.startup().state).toBe('failing')
    expect((await health.ready()).state).toBe('failing')
    health.started()
    expect(health.startup().state).toBe('ok')
    expect((await health.ready()).state).toBe('ok')
    stopping.abort()
    expect((await health.ready()).state).toBe('stopping')
    expect(health.live().state).toBe('ok')
  })

  it('fail for what is needed, and only show what is not', async () => {
    const signal = new AbortController().signal
    const broken = () =>
      Promise.reject(Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' }))
    const useful = openHealth({ stopping: signal })
    useful.started()
    useful.check('redis', false, broken)
    expect(await useful.ready()).toMatchObject({
      state: 'ok',
      checks: [{}, { name: 'redis', ok: false, detail: 'not reachable' }],
    })
    const lost = openHealth({ stopping: signal })
    lost.started()
    lost.check('database', true, broken)
    const state = await lost.ready()
    expect(state.state).toBe('failing')
    expect(JSON.stringify(state)).not.toContain('10.0.0.7')
  })
})
