import type { RuleProperties } from '@ils/rules/engine'

type Facts = Record<string, string | number | null>
type Random = () => number

interface NumberFact {
  readonly id: string
  readonly min: number
  readonly max: number
  readonly step: number
  readonly nullable: boolean
}

/** 28 facts as an order of spectacles has them: 9 enums, 19 numbers on their steps, 7 of them nullable. */
const ENUMS: Readonly<Record<string, readonly string[]>> = {
  'lens.type': ['single', 'bifocal', 'progressive', 'occupational', 'degressive', 'plano'],
  'lens.design': Array.from({ length: 32 }, (_, i) => `design${i}`),
  'lens.material': [
    'cr39',
    'trivex',
    'poly',
    'mr8',
    'mr10',
    'mr174',
    'glass',
    'tribrid',
    'hi160',
    'hi167',
    'hi176',
    'nk55',
  ],
  'lens.colour': Array.from({ length: 16 }, (_, i) => `colour${i}`),
  'lens.coating': ['none', 'hard', 'ar', 'premium', 'blue', 'drive', 'mirror', 'clean'],
  'frame.mount': ['full', 'nylor', 'drilled', 'sports'],
  'frame.material': ['metal', 'acetate', 'titanium', 'nylon', 'optyl'],
  'order.channel': ['portal', 'api', 'phone', 'paper'],
  'order.service': ['standard', 'express', 'remake', 'warranty'],
}

const number = (id: string, min: number, max: number, step: number, nullable = false): NumberFact => ({
  ...{ id, min, max, step, nullable },
})

/** Dioptres in thousandths, lengths in hundredths of a millimetre. */
const NUMBERS: readonly NumberFact[] = [
  number('rx.sphere', -16000, 12000, 250),
  number('rx.cylinder', -6000, 0, 250),
  number('rx.axis', 1, 180, 1, true),
  number('rx.addition', 750, 3500, 250, true),
  number('rx.prism', 0, 10000, 250, true),
  number('rx.base', 0, 359, 15, true),
  number('fit.distance', 2400, 3800, 50),
  number('fit.height', 1000, 3500, 50, true),
  number('fit.vertex', 800, 1800, 50),
  number('fit.tilt', 0, 25, 1),
  number('fit.wrap', 0, 30, 1),
  number('frame.width', 3800, 6600, 100),
  number('frame.depth', 2000, 5000, 100),
  number('frame.bridge', 1200, 2600, 100),
  number('frame.curve', 0, 9000, 500, true),
  number('blank.diameter', 5000, 8500, 500),
  number('blank.curve', 500, 10000, 250),
  number('order.quantity', 1, 200, 1),
  number('lens.prismThinning', 0, 4000, 250, true),
]

export const FACT_IDS: readonly string[] = [...Object.keys(ENUMS), ...NUMBERS.map(({ id }) => id)]

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]! // never of nothing

function several<T>(random: Random, count: number, from: readonly T[]): T[] {
  const left = [...from]
  return Array.from({ length: count }, () => left.splice(Math.floor(random() * left.length), 1)[0]!) // count is below
}

const valueOf = (random: Random, { min, max, step }: NumberFact): number =>
  min + step * Math.floor(random() * ((max - min) / step + 1))

/** Two or three tests for equality or membership, one to three ranges; a tenth any or not, a twentieth fact to fact. */
export function generateRule(random: Random, n: number): RuleProperties {
  const tests: object[] = several(random, random() < 0.3 ? 2 : 3, Object.keys(ENUMS)).map((id) =>
    literalTest(random, id),
  )
  for (const fact of several(random, 1 + Math.floor(random() * 3), NUMBERS)) tests.push(...rangeTests(random, fact))
  const which = random()
  if (which < 0.05) {
    const [a, b] = several(random, 2, NUMBERS).map((fact) => rangeTests(random, fact)[0])
    tests.push({ any: [a, b] })
  } else if (which < 0.1) {
    const [a] = several(random, 1, NUMBERS)
    const [id = ''] = several(random, 1, Object.keys(ENUMS))
    if (a) tests.push({ not: { all: [literalTest(random, id), rangeTests(random, a)[0]] } })
  }
  if (random() < 0.05)
    tests.push({
      fact: 'frame.width',
      operator: pick(random, ['lessThan', 'greaterThan']),
      value: { fact: 'blank.diameter' },
    })
  const params = { machine: `machine${n % 12}`, program: `program${n}` }
  // Every test was made with the keys of one.
  return {
    name: `rule${n}`,
    priority: 1 + (n % 5),
    conditions: { all: tests },
    event: { type: 'use', params },
  } as RuleProperties
}

function literalTest(random: Random, id: string): object {
  const values = ENUMS[id] ?? []
  const which = random()
  if (which < 0.6) return { fact: id, operator: 'equal', value: pick(random, values) }
  const list = several(random, Math.min(values.length - 1, 2 + Math.floor(random() * 3)), values)
  return { fact: id, operator: which < 0.95 ? 'in' : 'notIn', value: list }
}

function rangeTests(random: Random, fact: NumberFact): object[] {
  const [a, b] = [valueOf(random, fact), valueOf(random, fact)]
  const low = {
    fact: fact.id,
    operator: random() < 0.5 ? 'greaterThan' : 'greaterThanInclusive',
    value: Math.min(a, b),
  }
  const high = { fact: fact.id, operator: random() < 0.5 ? 'lessThan' : 'lessThanInclusive', value: Math.max(a, b) }
  const which = random()
  return which < 0.6 ? [low, high] : which < 0.8 ? [low] : [high]
}

export function generateOrder(random: Random): Facts {
  const facts: Facts = {}
  for (const [id, values] of Object.entries(ENUMS)) facts[id] = pick(random, values)
  for (const fact of NUMBERS) facts[fact.id] = fact.nullable && random() < 0.3 ? null : valueOf(random, fact)
  return facts
}
