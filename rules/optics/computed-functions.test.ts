import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { units } from '../vocabulary/units.ts'
import type { FactType, FactValue, Shape } from '../vocabulary/fact.ts'
import { computedFunctions } from './computed-functions.ts'

const all = [...computedFunctions.values()].map((computed) => [computed.name, computed] as const)

const number = fc.oneof(
  fc.integer({ min: -30_000, max: 30_000 }),
  fc.constantFrom(0, 1, 90, 180, 1000, 1001, 1530, 1600),
  fc.maxSafeInteger(),
  fc.double(),
)
const json = fc.jsonValue({ maxDepth: 4 })
const whole = fc.oneof(fc.integer({ min: -9000, max: 9000 }), json)
const listOf = (item: fc.Arbitrary<unknown>, maxLength = 12) => fc.oneof(fc.array(item, { maxLength }), json)

/** Shapes that are right, nearly right, and anything else that JSON can say. */
const shapes = [
  fc.record({
    format: fc.constant('radii'),
    mode: fc.constantFrom('E', 'U', 'C'),
    radii: fc.oneof(fc.array(fc.integer({ min: 1500, max: 3500 }), { minLength: 8, maxLength: 40 }), listOf(whole, 40)),
    angles: listOf(whole, 40),
  }),
  fc.record({ format: fc.constant('polygon'), points: listOf(listOf(whole, 3)) }),
  fc.record({
    format: fc.constant('power-ranges'),
    ranges: listOf(fc.record({ diameter: whole, addFrom: whole, points: listOf(listOf(whole, 2)) })),
  }),
  fc.record({ format: fc.constant('holes'), holes: listOf(listOf(whole, 2)) }),
  fc.record({ format: fc.constant('choices'), choices: listOf(whole) }),
  fc.record({
    format: fc.constant('base-charts'),
    charts: listOf(
      fc.record({
        column: fc.constantFrom('cylinder', 'add', 'addToPlusSphere', 'other'),
        spheres: listOf(whole, 2),
        columns: listOf(whole, 2),
        bases: listOf(listOf(whole, 2), 2),
      }),
    ),
  }),
  fc.record({
    format: fc.constant('blanks'),
    blanks: listOf(fc.record({ id: fc.oneof(fc.string(), json), diameter: whole, base: whole, supplier: json })),
  }),
  fc.record({ format: fc.constant('available'), counts: fc.dictionary(fc.string(), whole) }),
  fc.record({
    format: fc.constant('blank-policy'),
    order: listOf(fc.constantFrom('nearestBase', 'smallest', 'dearest', 'asListed', 'best'), 4),
    margin: whole,
    baseWithin: whole,
    sameSupplier: fc.constantFrom('must', 'prefer', 'no'),
    sameBase: fc.constantFrom('must', 'prefer', 'no', 'perhaps'),
  }),
]
const shape = fc.oneof(...shapes, fc.object(), fc.array(json)) as fc.Arbitrary<Shape>

const valueOf: Record<FactType, fc.Arbitrary<FactValue>> = {
  number,
  enum: fc.constantFrom('right', 'left', 'both', ''),
  code: fc.string(),
  date: fc.oneof(fc.constantFrom('2024-02-29', '2026-02-29', '0000-01-01', '9999-12-31'), fc.string()),
  boolean: fc.boolean(),
  set: fc.array(fc.string()),
  shape,
}

describe.each(all)('%s', (name, computed) => {
  test('is named with its version, and its inputs once each', () => {
    expect(name).toMatch(/^[a-z][A-Za-z0-9]*@[1-9]\d*$/)
    expect(new Set(computed.inputs.map((input) => input.name)).size).toBe(computed.inputs.length)
    expect(computed.meaning.length * computed.source.length).toBeGreaterThan(0)
    for (const { unit } of [...computed.inputs, computed.output])
      if (unit !== undefined) expect(units).toHaveProperty(unit)
  })

  test('answers what it promises for any values, and the same again', () => {
    const values = fc.tuple(...computed.inputs.map(({ type }) => fc.option(valueOf[type], { freq: 12 })))
    fc.assert(
      fc.property(values, (given) => {
        const answer = computed.compute(given)
        expect(computed.compute(structuredClone(given))).toEqual(answer)
        const { type, nullable } = computed.output
        if (answer === null) expect(nullable).toBe(true)
        else if (type === 'number') expect(Number.isSafeInteger(answer) && !Object.is(answer, -0)).toBe(true)
        else expect(typeof answer).toBe(type === 'boolean' ? 'boolean' : 'string')
      }),
      { numRuns: 60 },
    )
  })

  test('is not asked when something it needs is missing', () => {
    const missing = computed.inputs.findIndex(({ orNull }) => orNull !== true)
    if (missing === -1) return
    const sample = fc.sample(fc.tuple(...computed.inputs.map(({ type }) => valueOf[type])), { numRuns: 5, seed: 7 })
    for (const given of sample) expect(computed.compute(given.with(missing, null))).toBeNull()
  })
})

test('a trace of 4,096 radii is read, a longer one is not', () => {
  const circle = (count: number) => ({ format: 'radii', mode: 'E', radii: Array<number>(count).fill(2500) })
  const ask = computedFunctions.get('effectiveDiameter@1')
  expect(ask?.compute([circle(4096)])).toBe(5000)
  expect(ask?.compute([circle(4097)])).toBeNull()
})

test('both eyes choose their blanks alike: of one supplier whichever asks', () => {
  const blank = fc.record({
    supplier: fc.constantFrom('one', 'two', 'three'),
    diameter: fc.constantFrom(6500, 7000, 7500),
    base: fc.constantFrom(2000, 4000, 6000),
    cost: fc.integer({ min: 1, max: 5 }),
  })
  const need = fc.tuple(fc.constantFrom(2000, 3500, 4000, 6000), fc.constantFrom(6000, 6800, 7400))
  const order = fc.shuffledSubarray(['nearestBase', 'smallest', 'largest', 'cheapest', 'dearest'])
  fc.assert(
    fc.property(fc.array(blank, { maxLength: 8 }), need, need, order, (list, right, left, by) => {
      const blanks = { format: 'blanks', blanks: list.map((one, at) => ({ ...one, id: `b${at}` })) }
      const policy = {
        format: 'blank-policy',
        order: by,
        margin: 0,
        baseWithin: 2000,
        sameSupplier: 'must',
        sameBase: 'no',
      }
      const ask = (eye: string, own: [number, number], fellow: [number, number]) =>
        computedFunctions
          .get('chooseBlank@1')
          ?.compute([
            blanks,
            null,
            policy,
            eye,
            own[0],
            null,
            own[1],
            null,
            null,
            fellow[0],
            null,
            fellow[1],
            null,
            null,
          ])
      const supplier = (id: FactValue | undefined) => blanks.blanks.find((one) => one.id === id)?.supplier
      expect(supplier(ask('left', left, right))).toBe(supplier(ask('right', right, left)))
    }),
  )
})
