import { describe, expect, it } from 'vitest'
import { exampleBody } from './event-examples.ts'
import { bodySchemaOf } from './event-schema.ts'
import { practiceEventTypes, publicEventTypes, toldKinds } from './told-events.ts'
import { checkOf } from './validate.ts'
import { webhookTested } from './webhook-events.ts'

const kinds = [...toldKinds(null), webhookTested]

describe('the catalogue of events', () => {
  it.each(kinds.map((kind) => [kind.type, kind] as const))('has an example of %s that fits its schema', (_, kind) => {
    const check = checkOf(bodySchemaOf(kind))
    const example = exampleBody(kind)
    expect(check(example, 'body')).toMatchObject({ ok: true })
    expect(check({ ...example, type: 'job.sung' }, 'body')).toMatchObject({ ok: false })
    expect(check({ ...example, data: { ...example.data, more: 1 } }, 'body')).toMatchObject({ ok: false })
    expect(kind.means.length).toBeGreaterThan(10)
    // Standard Webhooks: hierarchical, of these characters.
    expect(kind.type).toMatch(/^[a-z_]+([.][a-z_]+)+$/)
    // Its advice: bodies stay below 20 kB.
    expect(JSON.stringify(example).length).toBeLessThan(2000)
  })

  it('names no type twice', () => {
    expect(new Set(kinds.map(({ type }) => type)).size).toBe(kinds.length)
  })

  it('tells practices of nothing but jobs, rules, the catalogue and their own endpoints', () => {
    const told = toldKinds('p-1').map(({ type }) => type)
    expect(told.toSorted()).toEqual([...practiceEventTypes, ...publicEventTypes].toSorted())
    expect(
      told.filter((type) => !/^(job|webhooks)[.]|^rules[.](published|rolled_back)$|^catalog[.]updated$/.test(type)),
    ).toEqual([])
  })
})
