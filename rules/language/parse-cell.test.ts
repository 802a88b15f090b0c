import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ConditionLeaf, NestedCondition } from '../engine/condition.ts'
import type { Fact, FactType } from '../vocabulary/fact.ts'
import { indexVocabulary } from '../vocabulary/index-vocabulary.ts'
import type { UnitName } from '../vocabulary/units.ts'
import { parseCell } from './parse-cell.ts'
import { printCell } from './print-cell.ts'
import type { TableCell } from './rulebook.ts'

const fact = (id: string, type: FactType, rest: Partial<Fact> = {}): Fact => ({
  ...{ id, type, label: id, meaning: id, scope: 'lens', source: { kind: 'given' }, nullable: true, moment: 'order' },
  ...rest,
})
const words = ['CR39', 'CR45', 'poly', 'null', 'not(x)', 'a|b', 'with space', '1..2', '-', 'has(y)', '"', '@x', 'x*']
const facts = [
  fact('sphere', 'number', { unit: 'D' }),
  fact('limit', 'number', { unit: 'D', nullable: false }),
  fact('width', 'number', { unit: 'mm' }),
  fact('axis', 'number', { unit: 'deg' }),
  fact('material', 'enum', { values: words }),
  fact('rush', 'boolean'),
  fact('day', 'date'),
  fact('reference', 'code'),
  fact('treatments', 'set', { values: words }),
  fact('trace', 'shape'),
  fact('always', 'number', { unit: 'D', nullable: false }),
]
const vocabulary = indexVocabulary(facts, {})
const factOf = (id: string): Fact => vocabulary.facts.get(id) ?? fact(id, 'code')
const parse = (cell: TableCell, id: string) => parseCell(cell, factOf(id), vocabulary)
const leaf = (of: string, operator: string, value: unknown): ConditionLeaf => ({ fact: of, operator, value })

test.each<[string, TableCell, readonly NestedCondition[]]>([
  ['sphere', '-', []],
  ['material', '*', []],
  [
    'sphere',
    '-6.00..-4.25',
    [leaf('sphere', 'greaterThanInclusive', -6000), leaf('sphere', 'lessThanInclusive', -4250)],
  ],
  ['sphere', '..4.00', [leaf('sphere', 'lessThanInclusive', 4000)]],
  ['sphere', '1.5..', [leaf('sphere', 'greaterThanInclusive', 1500)]],
  ['width', '>= 14', [leaf('width', 'greaterThanInclusive', 1400)]],
  ['width', '>14.5', [leaf('width', 'greaterThan', 1450)]],
  ['width', '< 14 ', [leaf('width', 'lessThan', 1400)]],
  ['width', '= 14', [leaf('width', 'equal', 1400)]],
  ['sphere', '+2.12', [leaf('sphere', 'equal', 2125)]],
  ['sphere', '-2.37|-2.62|.87', []],
  ['sphere', -0.5, [leaf('sphere', 'equal', -500)]],
  ['sphere', '-0.00', [leaf('sphere', 'equal', 0)]],
  ['material', 'poly|CR39', [leaf('material', 'in', ['poly', 'CR39'])]],
  ['material', 'CR*', [leaf('material', 'in', ['CR39', 'CR45'])]],
  ['material', 'not(CR*)', [leaf('material', 'notIn', ['CR39', 'CR45'])]],
  ['material', 'not(poly)', [leaf('material', 'notEqual', 'poly')]],
  ['material', '"a|b"', [leaf('material', 'equal', 'a|b')]],
  ['material', '"null"', [leaf('material', 'equal', 'null')]],
  ['material', 'null', [leaf('material', 'equal', null)]],
  ['material', null, [leaf('material', 'equal', null)]],
  ['material', 'not(null)', [leaf('material', 'notEqual', null)]],
  ['rush', 'yes', [leaf('rush', 'equal', true)]],
  ['rush', false, [leaf('rush', 'equal', false)]],
  ['day', '2026-01-01..', [leaf('day', 'greaterThanInclusive', '2026-01-01')]],
  ['treatments', 'has(poly)', [leaf('treatments', 'contains', 'poly')]],
  ['treatments', 'lacks(poly)', [leaf('treatments', 'doesNotContain', 'poly')]],
  [
    'treatments',
    'has(CR39) & lacks(poly)',
    [leaf('treatments', 'contains', 'CR39'), leaf('treatments', 'doesNotContain', 'poly')],
  ],
  ['sphere', '<= @limit', [leaf('sphere', 'lessThanInclusive', { fact: 'limit' })]],
  ['limit', '< @sphere', [leaf('limit', 'lessThan', { fact: 'sphere' }), leaf('sphere', 'notEqual', null)]],
  ['sphere', 'not(@limit)', [leaf('sphere', 'notEqual', { fact: 'limit' })]],
  ['sphere', 'null|>= 4', [{ any: [leaf('sphere', 'equal', null), leaf('sphere', 'greaterThanInclusive', 4000)] }]],
  ['sphere', 'not(-8..8)', [{ any: [leaf('sphere', 'lessThan', -8000), leaf('sphere', 'greaterThan', 8000)] }]],
])('%s: %s is read', (id, cell, conditions) => {
  const said = parse(cell, id)
  if (cell === '-2.37|-2.62|.87') expect(said).toMatchObject({ ok: false, code: 'not_a_number' })
  else expect(said).toEqual({ ok: true, value: conditions })
})

test.each<[string, TableCell, string]>([
  ['sphere', '2.3333', 'off_lattice'],
  ['axis', '2.5', 'off_lattice'],
  ['sphere', 'poly', 'not_a_number'],
  ['sphere', '1e3', 'not_a_number'],
  ['sphere', '9999999999999999', 'not_a_number'],
  ['sphere', '999999999999999', 'too_large'],
  ['sphere', '4..2', 'empty_range'],
  ['sphere', '..', 'wrong_form'],
  ['sphere', '', 'wrong_form'],
  ['sphere', '1||2', 'wrong_form'],
  ['sphere', 'not(1', 'wrong_form'],
  ['sphere', '> null', 'wrong_operator'],
  ['sphere', '< @nobody', 'unknown_fact'],
  ['sphere', { a: 1 }, 'wrong_type'],
  ['sphere', 'has(1)', 'wrong_form'],
  ['always', 'null', 'never_null'],
  ['material', 'polly', 'unknown_value'],
  ['material', 'XX*', 'unknown_value'],
  ['material', 'a..b', 'wrong_operator'],
  ['material', '> poly', 'wrong_operator'],
  ['material', '"poly', 'wrong_form'],
  ['rush', 'true', 'wrong_type'],
  ['day', '2026-02-30', 'wrong_type'],
  ['treatments', 'poly', 'wrong_form'],
  ['treatments', 'not(poly)', 'wrong_form'],
  ['trace', '1', 'shape_compared'],
  ['reference', 'x'.repeat(30_000), 'too_long'],
  ['axis', Array(1002).fill('1').join('|'), 'list_too_long'],
])('%s: %s is refused as %s', (id, cell, code) => {
  expect(parse(cell, id)).toMatchObject({ ok: false, code })
})

const lattice = fc.integer({ min: -20_000, max: 20_000 })
const literalOf: Record<string, fc.Arbitrary<unknown>> = {
  ...{ sphere: lattice, width: lattice, axis: fc.integer({ min: 1, max: 180 }), material: fc.constantFrom(...words) },
  ...{ rush: fc.boolean(), day: fc.constantFrom('2026-01-01', '2027-12-31'), reference: fc.string({ maxLength: 20 }) },
}
const conditionsOf = (id: string): fc.Arbitrary<NestedCondition[]> => {
  const literal = fc.oneof(literalOf[id] ?? fc.constant(null), fc.constant(null)).filter((one) => one !== '')
  const present = literal.filter((one) => one !== null)
  const equality = fc.record({ fact: fc.constant(id), operator: fc.constantFrom('equal', 'notEqual'), value: literal })
  const list = fc.uniqueArray(literal, { minLength: 2, maxLength: 5 })
  const lists = fc.record({ fact: fc.constant(id), operator: fc.constantFrom('in', 'notIn'), value: list })
  const operators = fc.constantFrom('lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive')
  const range = fc.record({ fact: fc.constant(id), operator: operators, value: present })
  const hasOrder = ['number', 'date'].includes(factOf(id).type)
  const one = hasOrder ? fc.oneof(equality, lists, range) : fc.oneof(equality, lists)
  return fc.array(one, { maxLength: 3 })
}

test.each(Object.keys(literalOf))('what is printed of %s says the same when it is read', (id) => {
  fc.assert(
    fc.property(conditionsOf(id), (conditions) => {
      const cell = printCell(conditions, factOf(id), vocabulary)
      // Only a range whose ends are the wrong way round cannot be said in a cell.
      if (cell !== null) expect(parse(cell, id)).toEqual({ ok: true, value: conditions })
      else expect(conditions.length).toBeGreaterThan(1)
    }),
    { numRuns: 500 },
  )
})

test('a set is printed with has and lacks', () => {
  const conditions = [leaf('treatments', 'contains', 'a|b'), leaf('treatments', 'doesNotContain', 'poly')]
  expect(printCell(conditions, factOf('treatments'), vocabulary)).toBe('has("a|b") & lacks(poly)')
  const either = [{ any: [leaf('treatments', 'contains', 'CR39'), leaf('treatments', 'contains', 'poly')] }]
  expect(printCell(either, factOf('treatments'), vocabulary)).toBe('has(CR39|poly)')
})

test('no text whatsoever makes reading throw', () => {
  const texts = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'-.|&()"@*<>=not1CRhas\\ '.split('')) }))
  fc.assert(
    fc.property(texts, fc.constantFrom(...facts), (text, of) => {
      const said = parseCell(text, of, vocabulary)
      if (!said.ok) return
      const cell = printCell(said.value, of, vocabulary)
      if (cell !== null) expect(parseCell(cell, of, vocabulary)).toEqual(said)
    }),
    { numRuns: 2000 },
  )
})

test('a number that would be taken for an eighth is written with all its decimals', () => {
  expect(printCell([leaf('sphere', 'equal', 2870)], factOf('sphere'), vocabulary)).toBe('2.870')
})

test('every unit is written in as many decimals as its smallest part has', () => {
  const parts = (['D', 'mm', 'deg', 'index', 'percent', 'minor'] satisfies UnitName[]).map((unit) =>
    printCell([leaf('x', 'equal', 1234)], fact('x', 'number', { unit }), vocabulary),
  )
  expect(parts).toEqual(['1.234', '12.34', '1234', '1.234', '123.4', '1234'])
})
