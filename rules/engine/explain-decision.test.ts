import { describe, expect, it } from 'vitest'
import type { RuleEvent } from '../language/rulebook.ts'
import { compileRelease } from './compile-release.ts'
import { explain } from './explain-decision.ts'
import { judge } from './judge.ts'
import { nearest, searchNearest } from './nearest-accepted.ts'
import { factOfTest, groupOfTest, pairOf, rulebookOfTest, ruleOfTest } from './small-rulebook.ts'
import { whyNot } from './why-not.ts'

const power = { unit: 'D', min: -20_000, max: 20_000, step: 250 } as const
const refuse = (code: string, field: string, limit?: number): RuleEvent => ({
  type: 'refuse',
  params: { code, field, message: `${code}: {seen}`, ...(limit !== undefined && { limit }) },
})
const release = compileRelease(
  rulebookOfTest({
    vocabulary: [
      factOfTest('lens.sphere', 'number', { ...power, label: 'Sphere' }),
      factOfTest('lens.cylinder', 'number', { ...power, label: 'Cylinder' }),
      factOfTest('lens.material', 'enum', { values: ['cr39', 'poly'], label: 'Material' }),
      factOfTest('lens.equivalent', 'number', {
        ...{ unit: 'D', label: 'Spherical equivalent' },
        source: {
          kind: 'computed',
          by: 'sphericalEquivalent@1',
          from: { sphere: 'lens.sphere', cylinder: 'lens.cylinder' },
        },
      }),
    ],
    groups: [groupOfTest('accept'), groupOfTest('first', { phase: 'make', hit: 'first' })],
    rules: [
      ruleOfTest(
        'cr39-strong',
        'accept',
        {
          all: [
            { fact: 'lens.material', operator: 'equal', value: 'cr39' },
            {
              any: [
                { fact: 'lens.sphere', operator: 'lessThan', value: -6000 },
                { fact: 'lens.sphere', operator: 'greaterThan', value: 4000 },
              ],
            },
          ],
        },
        refuse('too_strong', 'lens.sphere', -6000),
      ),
      ruleOfTest(
        'equivalent',
        'accept',
        { all: [{ fact: 'lens.equivalent', operator: 'lessThan', value: -9000 }] },
        refuse('too_thick', 'lens.equivalent', -9000),
      ),
      ruleOfTest(
        'weak',
        'first',
        { all: [{ fact: 'lens.sphere', operator: 'lessThan', value: 0 }] },
        { type: 'use', params: { slot: 'p', value: 'A' } },
        1,
      ),
      ruleOfTest(
        'strong',
        'first',
        { not: { all: [{ fact: 'lens.sphere', operator: 'greaterThan', value: -6000 }] } },
        { type: 'use', params: { slot: 'p', value: 'B' } },
        2,
      ),
    ],
  }),
)
const lens = (sphere: number, cylinder: number, material: string) => ({
  ...{ 'lens.sphere': sphere, 'lens.cylinder': cylinder, 'lens.material': material },
})
const order = { ...pairOf(lens(-8000, 0, 'cr39'), lens(-2000, 0, 'cr39')) }
const decision = judge(release, 'order', order)

describe('an explanation', () => {
  const told = explain(release, decision)

  it('says in one sentence what became of the order', () => {
    expect(told.summary).toBe('It cannot be made as ordered: too_strong: -8.00 D')
    expect(told.causes[0]?.sentence).toBe(
      'refuse: right lens: too_strong: -8.00 D (seen -8.00 D, limit -6.00 D) [cr39-strong]',
    )
  })
  it('says of each rule that fired which tests held, with the values seen', () => {
    const fired = told.fired.find(({ rule }) => rule === 'cr39-strong')
    expect(fired?.sentence).toBe('cr39-strong: Material (cr39) is cr39 and Sphere (-8.00 D) is below -6.00 D')
    expect(fired?.tests.map(({ sentence, result }) => [result, sentence])).toContainEqual([
      false,
      'Sphere (-8.00 D) is not above +4.00 D',
    ])
  })
  it('says which rule went before another', () => {
    const [weak] = told.fired.filter(({ rule, eye }) => rule === 'weak' && eye === 'right')
    expect(weak).toMatchObject({ won: false })
    expect(whyNot(release, decision, 'weak')?.answers[0]?.sentence).toBe(
      'weak holds, but of its target only the first speaks',
    )
  })
  it('names rules that one fact kept from firing', () => {
    expect(told.nearMisses.map(({ rule, eye }) => `${rule} ${eye ?? ''}`)).toContain('cr39-strong left')
  })
})

describe('why not', () => {
  it('names the tests that failed, and what was seen', () => {
    const answer = whyNot(release, decision, 'cr39-strong')?.answers.find(({ eye }) => eye === 'left')
    expect(answer?.state).toBe('failed')
    expect(answer?.failing.map(({ sentence }) => sentence)).toEqual([
      'Sphere (-2.00 D) is not below -6.00 D',
      'Sphere (-2.00 D) is not above +4.00 D',
    ])
  })
  it('names what held where it must not', () => {
    const [, left] = whyNot(release, decision, 'strong')?.answers ?? []
    expect(left?.failing.map(({ sentence }) => sentence)).toEqual(['Sphere (-2.00 D) is above -6.00 D'])
  })
  it('knows what fired, what was not ordered, and what does not exist', () => {
    expect(whyNot(release, decision, 'cr39-strong')?.answers[0]?.state).toBe('fired')
    const single = judge(release, 'order', { ...order, ordered: ['right'] })
    expect(whyNot(release, single, 'strong')?.answers[1]?.state).toBe('not ordered')
    expect(whyNot(release, decision, 'constructor')).toBeNull()
  })
})

describe('the nearest accepted value', () => {
  it('is the smallest change of the refused field, and other fields that would help', () => {
    const found = nearest(release, 'order', order)
    expect(found.map(({ sentence, outcome }) => [sentence, outcome])).toEqual([
      ['right Sphere -6.00 D instead of -8.00 D', 'accepted'],
      ['right Material poly instead of cr39', 'accepted'],
    ])
  })
  it('is found through a computed fact, though no rule names it', () => {
    const [first, second] = nearest(release, 'order', { ...pairOf(lens(-8000, -4000, 'poly')), ordered: ['right'] })
    expect([first?.sentence, second?.sentence]).toEqual([
      'right Sphere -7.00 D instead of -8.00 D',
      'right Cylinder -2.00 D instead of -4.00 D',
    ])
  })
  it('clears what it can when one change is not enough', () => {
    const found = nearest(release, 'order', { ...pairOf(lens(-8000, -8000, 'cr39')), ordered: ['right'] })
    expect(found.every(({ outcome }) => outcome === 'refused' || outcome === 'accepted')).toBe(true)
    expect(found.length).toBeGreaterThan(0)
  })
  it('says that there may be more where it was judged as often as was allowed', () => {
    const sought = (most: number) => {
      const search = searchNearest(release, 'order', order, most)
      for (let judgements = 0; ; judgements++) {
        const step = search.next()
        if (step.done === true) return { judgements, ...step.value }
      }
    }
    expect(sought(1000)).toMatchObject({ cut: false, suggestions: nearest(release, 'order', order) })
    expect(sought(5)).toMatchObject({ cut: true, judgements: 5 })
  })
  it('is nothing when nothing is refused', () => {
    expect(nearest(release, 'order', pairOf(lens(0, 0, 'cr39')))).toEqual([])
  })
})
