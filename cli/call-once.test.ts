import { LimsRefused, LimsUnreachable } from '@ils/lims-client/refused'
import { describe, expect, it } from 'vitest'
import { callOnce } from './call-once.ts'

const refused = (code: string): LimsRefused =>
  new LimsRefused({ type: '', title: '', status: 409, detail: code, code, correlationId: '', causes: [] })
const quick = { pausesMs: [0, 0, 0] }

/** Fails with each in turn, then answers; remembers the keys it was called with. */
function failing(...errors: Error[]) {
  const keys: string[] = []
  const call = (key: string): Promise<string> => {
    keys.push(key)
    const error = errors.shift()
    return error ? Promise.reject(error) : Promise.resolve('made')
  }
  return { call, keys }
}

describe('a keyed call', () => {
  it('is made again with the same key where the answer was lost', async () => {
    const { call, keys } = failing(new LimsUnreachable('lost'), refused('idempotency_in_flight'))
    expect(await callOnce(call, quick)).toBe('made')
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
  })

  it('is not made again where the LIMS said no', async () => {
    const { call, keys } = failing(refused('gate_shut'))
    await expect(callOnce(call, quick)).rejects.toMatchObject({ code: 'gate_shut' })
    expect(keys).toHaveLength(1)
  })

  it('gives up in the end, with what it heard last', async () => {
    const lost = Array.from({ length: 9 }, (_, i) => new LimsUnreachable(`lost ${i}`))
    const { call, keys } = failing(...lost)
    await expect(callOnce(call, quick)).rejects.toThrow('lost 3')
    expect(keys).toHaveLength(4)
  })

  it('has a key of its own each time, or the one it was given', async () => {
    const { call, keys } = failing()
    await callOnce(call)
    await callOnce(call)
    await callOnce(call, { idempotencyKey: 'always-this' })
    expect(new Set(keys).size).toBe(3)
    expect(keys[2]).toBe('always-this')
  })
})
