import { describe, expect, test } from 'vitest'
import { pseudoRandom } from '../analysis/pseudo-random.ts'
import { compileRelease } from '../engine/compile-release.ts'
import { judge } from '../engine/judge.ts'
import { exampleRulebook } from '../language/example-rulebook.ts'
import { compareDecisions } from './compare-decisions.ts'
import { configurationBy } from './example-configurations.ts'
import { edited, exampleEdits } from './example-edits.ts'
import { impactOf } from './impact-of.ts'
import { respects, ruleKnowledge } from './rule-knowledge.ts'
import { simulate, type Simulated, type SimulatedChange } from './simulate.ts'

const before = compileRelease(exampleRulebook)
const withEdits = (...places: string[]) =>
  compileRelease(
    edited(
      exampleRulebook,
      exampleEdits.filter(({ place }) => places.includes(place)),
    ),
  )

const random = pseudoRandom(7)
const orders: readonly Simulated[] = Array.from({ length: 400 }, (_, index) => ({
  id: `job-${index}`,
  practice: `practice-${index % 3}`,
  configuration: configurationBy(exampleRulebook, random),
}))
const plain: Simulated = { id: 'plain', practice: 'north', configuration: exampleRulebook.cases[0]!.configuration }

describe('a simulation', () => {
  test('of a release against itself changes nothing', async () => {
    const simulation = await simulate(before, compileRelease(structuredClone(exampleRulebook)), orders)
    expect(simulation).toMatchObject({ judged: 400, changed: 0, priceDifference: 0, aborted: false })
    expect(impactOf(simulation)).toEqual({ none: true, sentences: ['None of 400 orders would be decided otherwise.'] })
  })

  test('puts a price down to the row that changed, and to the practice', async () => {
    const simulation = await simulate(before, withEdits('prices#cr39/2'), [plain])
    expect(simulation).toMatchObject({ changed: 1, priceDifference: 200, respects: { promise: { total: 0 } } })
    expect(simulation.respects.price).toMatchObject({
      total: 1,
      byRule: [{ name: 'prices#cr39', count: 1 }],
      byPractice: [{ name: 'north', count: 1 }],
      examples: [{ at: 0, id: 'plain', practice: 'north', before: 'accepted', after: 'accepted', price: 200 }],
    })
    expect(impactOf(simulation).sentences).toEqual([
      '1 of 1 orders would be decided otherwise.',
      '1 would cost something else: by prices#cr39 (1); of north (1); +200 minor units together.',
    ])
  })

  test('tells newly refused and newly accepted apart, with the rule', async () => {
    const stricter = withEdits('designs/progressive-14/minimumHeight')
    const low: Simulated = {
      configuration: {
        ...exampleRulebook.cases[2]!.configuration,
        job: { ...exampleRulebook.cases[2]!.configuration.job, 'design.id': 'progressive-14' },
        right: { ...exampleRulebook.cases[2]!.configuration.right, 'fitting.height': 1450 },
      },
    }
    const there = await simulate(before, stricter, [low])
    expect(there.respects['newly refused']).toMatchObject({ total: 1, byRule: [{ name: 'height-too-low', count: 1 }] })
    const back = await simulate(stricter, before, [low])
    expect(back.respects['newly accepted']).toMatchObject({ total: 1, byRule: [{ name: 'height-too-low', count: 1 }] })
    expect(back.respects['newly refused'].total).toBe(0)
  })

  test('sees programs, steps and hours', async () => {
    const coated: Simulated = {
      configuration: {
        ...plain.configuration,
        job: { ...plain.configuration.job, 'order.treatments': ['tint'], 'material.id': 'mr8' },
      },
    }
    const { respects } = await simulate(before, withEdits('rule gone', 'generator-programs#p2/2'), [coated])
    expect(respects.route).toMatchObject({ total: 1, byRule: [{ name: 'tint' }] })
    expect(respects.program).toMatchObject({ total: 1, byRule: [{ name: 'generator-programs#p2' }] })
  })

  test('equals judging one by one', async () => {
    const after = edited(exampleRulebook, exampleEdits)
    const release = compileRelease(after)
    const known = { before: ruleKnowledge(before), after: ruleKnowledge(release) }
    const alone = orders.map(({ configuration }) =>
      compareDecisions(judge(before, 'order', configuration), judge(release, 'order', configuration), known),
    )
    const simulation = await simulate(before, release, orders)
    expect(simulation.changed).toBe(alone.filter((one) => one !== null).length)
    expect(simulation.changed).toBeGreaterThan(50)
    for (const respect of ['newly refused', 'newly accepted', 'price', 'program'] as const) {
      expect(simulation.respects[respect].total).toBe(alone.filter((one) => one?.respects.includes(respect)).length)
    }
  })

  test('keeps as many examples as it may, and counts all', async () => {
    const { respects } = await simulate(before, withEdits('prices#cr39/2', 'prices#other/2'), orders, { examples: 5 })
    expect(respects.price.examples).toHaveLength(5)
    expect(respects.price.total).toBeGreaterThan(5)
  })

  test('tells of every change, with all that it is put down to', async () => {
    const told: SimulatedChange[] = []
    const after = compileRelease(edited(exampleRulebook, exampleEdits))
    const simulation = await simulate(before, after, orders, { examples: 1, onChange: (change) => told.push(change) })
    expect(told).toHaveLength(simulation.changed)
    for (const respect of respects) {
      const those = told.filter((change) => change.respects.includes(respect))
      expect(those).toHaveLength(simulation.respects[respect].total)
      const rules = new Set(those.flatMap((change) => change.rules))
      expect(simulation.respects[respect].byRule.filter(({ name }) => !rules.has(name))).toEqual([])
    }
    for (const { at, id, practice } of told)
      expect({ id, practice }).toEqual({ id: orders[at]?.id, practice: orders[at]?.practice })
  })

  test('reads a stream as it comes, tells how far it is, and stops when asked to', async () => {
    const signal = { aborted: false }
    const told: number[] = []
    let read = 0
    async function* endless(): AsyncGenerator<Simulated> {
      for (;;) {
        read++
        yield plain
      }
    }
    const simulation = await simulate(before, withEdits('prices#cr39/2'), endless(), {
      every: 10,
      signal,
      onProgress(done) {
        told.push(done)
        if (done === 30) signal.aborted = true
      },
    })
    expect(simulation).toMatchObject({ judged: 30, changed: 30, aborted: true })
    expect(told).toEqual([10, 20, 30])
    expect(read).toBe(30)
    expect(impactOf(simulation).sentences[0]).toBe('Stopped after 30 orders: what follows is true of those only.')
  })
})
