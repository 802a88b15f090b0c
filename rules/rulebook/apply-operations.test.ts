import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { analyse } from '../analysis/analyse-rulebook.ts'
import { pseudoRandom } from '../analysis/pseudo-random.ts'
import { reanalyse } from '../analysis/reanalyse-rulebook.ts'
import { canonicalJson } from '../language/canonical-json.ts'
import { checkRulebook } from '../language/check-rulebook.ts'
import { exampleRulebook } from '../language/example-rulebook.ts'
import { fuzzRulebooks } from '../language/fuzz-rulebooks.ts'
import { hashRulebook } from '../language/hash-rulebook.ts'
import type { Rulebook } from '../language/rulebook.ts'
import { sortRulebook } from '../language/sort-rulebook.ts'
import { applyOperations } from './apply-operations.ts'
import { diffRulebooks } from './diff-rulebooks.ts'
import { edited, exampleEdits } from './example-edits.ts'
import { possibleOperations, someOperation, untidied, type Draw } from './example-operations.ts'
import { MOST_OPERATIONS, type Applied, type Operation, type OperationFault } from './operation.ts'

const sorted = sortRulebook(exampleRulebook)

function applied(rulebook: Rulebook, ...operations: readonly Operation[]): Applied {
  const outcome = applyOperations(rulebook, operations)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.faults))
  return outcome.applied
}

function faults(rulebook: Rulebook, ...operations: readonly unknown[]): readonly OperationFault[] {
  const outcome = applyOperations(rulebook, operations as readonly Operation[])
  return outcome.ok ? [] : outcome.faults
}

function frozen<One>(value: One): One {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(frozen)
  }
  return value
}

const table = (rulebook: Rulebook, id: string) => rulebook.tables.find((one) => one.id === id)!
const rowsOf = (rulebook: Rulebook, id: string): string[] => table(rulebook, id).rows.map((row) => row.id)

/** Sound ones that differ in odd places. */
const fuzzed: Rulebook[] = [exampleRulebook]
beforeAll(() => {
  fuzzRulebooks(1200, 7, (one) => void fuzzed.push(one))
})

/** From a seed, which is all that a counterexample has to say. */
function drawFrom(seed: number): Draw {
  const random = pseudoRandom(seed)
  return (below) => Math.floor(random() * below)
}

/** A rulebook, sound or not, and what can be done to it. */
function draftOf(
  seed: number,
  count: number,
  isTidy: boolean,
): { rulebook: Rulebook; operations: readonly Operation[] } {
  const draw = drawFrom(seed)
  const from = draw(3) === 0 ? fuzzed[draw(fuzzed.length)]! : edited(exampleRulebook, exampleEdits.slice(0, draw(9)))
  const rulebook = frozen(isTidy ? sortRulebook(from) : untidied(from, draw))
  return { rulebook, operations: frozen(possibleOperations(rulebook, count, draw)) }
}
const drafts = [fc.integer(), fc.nat({ max: 12 }), fc.boolean()] as const

describe('the laws of operations', () => {
  test('the inverse undoes exactly, its inverse does again, and what was given stays as it was', () => {
    fc.assert(
      fc.property(...drafts, (...given) => {
        const { rulebook, operations } = draftOf(...given)
        const before = canonicalJson(rulebook)
        const done = applied(rulebook, ...operations)
        const undone = applied(done.rulebook, ...frozen(done.inverse))
        expect(canonicalJson(undone.rulebook)).toBe(before)
        const again = applied(undone.rulebook, ...undone.inverse)
        expect(canonicalJson(again.rulebook)).toBe(canonicalJson(done.rulebook))
        expect(canonicalJson(rulebook)).toBe(before)
      }),
      { numRuns: 800 },
    )
  })

  test('many at once are the same as one after the other', () => {
    fc.assert(
      fc.property(...drafts, (...given) => {
        const { rulebook, operations } = draftOf(...given)
        const single = operations.reduce((now, operation) => applied(now, operation).rulebook, rulebook)
        expect(canonicalJson(applied(rulebook, ...operations).rulebook)).toBe(canonicalJson(single))
      }),
      { numRuns: 500 },
    )
  })

  test('what is not touched stays the very same object', () => {
    fc.assert(
      fc.property(...drafts, (...given) => {
        const { rulebook, operations } = draftOf(...given)
        const { rulebook: after, touched, changedIds } = applied(rulebook, ...operations)
        if (touched.length === 0) expect(after).toBe(rulebook)
        const same = (key: keyof Rulebook): boolean => after[key] === rulebook[key]
        const about = (...parts: string[]): boolean =>
          touched.some((one) => parts.includes(one.split(' ')[0]!)) || touched.some((one) => one.startsWith('section'))
        if (!about('rule')) expect(same('rules')).toBe(true)
        if (!about('table', 'row')) expect(same('tables')).toBe(true)
        if (!about('setting')) expect(same('settings')).toBe(true)
        if (!about('entry', 'kind')) expect(same('catalogue')).toBe(true)
        if (changedIds) {
          expect((['vocabulary', 'catalogue', 'groups', 'conditions', 'cases'] as const).every(same)).toBe(true)
          const edit = new Set(changedIds)
          for (const one of rulebook.rules) if (!edit.has(one.id)) expect(after.rules).toContain(one)
          for (const one of rulebook.tables) if (!edit.has(one.id)) expect(after.tables).toContain(one)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('operations on different parts can come in either order', () => {
    const name = ({ part, id, in: inside }: Operation): string =>
      part === 'row'
        ? `table ${inside}`
        : part === 'entry'
          ? `kind ${inside}`
          : part === 'group'
            ? part
            : `${part} ${id}`
    fc.assert(
      fc.property(fc.integer(), fc.boolean(), (seed, isTidy) => {
        const draw = drawFrom(seed)
        const { rulebook } = draftOf(seed, 0, isTidy)
        const [one, other] = [someOperation(rulebook, draw), someOperation(rulebook, draw)]
        fc.pre(name(one) !== name(other) && ![one, other].some(({ part }) => part === 'section'))
        // A place beside what the other one brings or takes is about both.
        fc.pre(![one, other].some((operation) => operation.op === 'put' && operation.after !== undefined))
        const [first, second] = [applyOperations(rulebook, [one, other]), applyOperations(rulebook, [other, one])]
        expect(first.ok).toBe(second.ok)
        if (first.ok && second.ok)
          expect(canonicalJson(first.applied.rulebook)).toBe(canonicalJson(second.applied.rulebook))
      }),
      { numRuns: 1000 },
    )
  })

  test('there is a difference to be told exactly where something came of them', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const draw = drawFrom(seed)
        const rulebook = sortRulebook(fuzzed[draw(fuzzed.length)]!)
        const operation = someOperation(rulebook, draw)
        const outcome = applyOperations(rulebook, [operation])
        // A list that is put whole may come in another order, which means nothing.
        fc.pre(outcome.ok && operation.part !== 'section' && operation.part !== 'kind')
        if (!outcome.ok) return
        const { rulebook: after, touched, inverse } = outcome.applied
        const isSame = diffRulebooks(rulebook, after).length === 0
        expect([isSame, touched.length === 0, inverse.length === 0]).toEqual([isSame, isSame, isSame])
        expect(hashRulebook(rulebook) === hashRulebook(after)).toBe(isSame)
      }),
      { numRuns: 800 },
    )
  })

  test('nothing is ever thrown, whatever is given', () => {
    const word = fc.constantFrom(
      'put',
      'remove',
      'op',
      'part',
      'id',
      'in',
      'value',
      'after',
      '__proto__',
      'rule',
      'row',
    )
    const key = fc.oneof(word, fc.string())
    const json = fc.letrec((tie) => ({
      any: fc.oneof(fc.jsonValue(), word, fc.array(tie('any')), fc.dictionary(key, tie('any'))),
    })).any
    const almost = fc.record(
      {
        op: fc.oneof(word, json),
        part: fc.oneof(fc.constantFrom('name', 'rule', 'row', 'entry', 'section', 'kind', 'setting', 'accepted'), json),
        ...{ id: fc.oneof(fc.constantFrom('rules', 'prices', 'cr39', '__proto__'), json), in: fc.oneof(word, json) },
        ...{ value: json, after: json },
      },
      { requiredKeys: ['op', 'part'] },
    )
    fc.assert(
      fc.property(
        fc.oneof(json, fc.array(fc.oneof(almost, json))),
        json,
        fc.boolean(),
        (operations, other, isSound) => {
          const rulebook = (isSound ? exampleRulebook : other) as Rulebook
          const outcome = applyOperations(rulebook, operations as Operation[])
          if (outcome.ok) checkRulebook(outcome.applied.rulebook)
          else for (const { at, code, message } of outcome.faults) expect([at >= 0, code, message]).not.toContain('')
        },
      ),
      { numRuns: 800 },
    )
    let deep: unknown = []
    for (let i = 0; i < 200_000; i++) deep = [deep]
    expect(faults(exampleRulebook, { op: 'put', part: 'rule', id: 'deep', value: { deep } })).toMatchObject([
      { code: 'too_deep' },
    ])
    expect(faults(deep as Rulebook, { op: 'remove', part: 'rule', id: 'a' })).toMatchObject([
      { code: 'not_a_rulebook' },
    ])
  })
})

describe('a row', () => {
  const row = (id: string, more: Partial<Operation> = {}): Operation => ({
    op: 'put',
    part: 'row',
    in: 'prices',
    id,
    value: { cells: ['poly', '-', 4200] },
    ...more,
  })

  test('comes last, first, or behind another, and says so', () => {
    const [first, ...rest] = rowsOf(sorted, 'prices')
    expect(rowsOf(applied(sorted, row('new')).rulebook, 'prices')).toEqual([first, ...rest, 'new'])
    expect(rowsOf(applied(sorted, row('new', { after: null })).rulebook, 'prices')).toEqual(['new', first, ...rest])
    const done = applied(sorted, row('new', { after: first! }))
    expect(rowsOf(done.rulebook, 'prices')).toEqual([first, 'new', ...rest])
    expect(table(done.rulebook, 'prices').rows[1]).toEqual({ id: 'new', cells: ['poly', '-', 4200] })
    expect(done).toMatchObject({ touched: ['row prices#new'], changedIds: ['prices'] })
    expect(done.inverse).toEqual([{ op: 'remove', part: 'row', in: 'prices', id: 'new' }])
  })

  test('is moved without being changed, and comes back', () => {
    const ids = rowsOf(sorted, 'prices')
    const [value] = table(sorted, 'prices').rows
    const done = applied(sorted, row(ids[0]!, { value, after: ids.at(-1)! }))
    expect(rowsOf(done.rulebook, 'prices')).toEqual([...ids.slice(1), ids[0]])
    expect(rowsOf(applied(done.rulebook, ...done.inverse).rulebook, 'prices')).toEqual(ids)
  })

  test('has a cell for each column', () => {
    expect(faults(sorted, row('new', { value: { cells: ['poly', '-'] } }))).toEqual([
      {
        ...{ at: 0, code: 'wrong_length', field: 'value/cells', value: 2 },
        message: 'A row of `prices` has 3 cells, one for each column; found 2.',
      },
    ])
  })

  test('of another length comes back with its table, when the columns had changed before', () => {
    const wider = applied(sorted, {
      ...{ op: 'put', part: 'table', id: 'prices' },
      value: { ...table(sorted, 'prices'), inputs: ['material.id', 'design.id', 'rx.sphere'] },
    }).rulebook
    const cells = ['poly', '-', '-', 4200]
    const done = applied(wider, row('cr39', { value: { cells } }), row('other', { value: { cells } }))
    expect(done.inverse).toEqual([{ op: 'put', part: 'table', id: 'prices', value: table(wider, 'prices') }])
    expect(canonicalJson(applied(done.rulebook, ...done.inverse).rulebook)).toBe(canonicalJson(wider))
  })
})

describe('a refused edit', () => {
  test('names the nearest word', () => {
    const said = (operation: unknown): unknown => faults(sorted, operation).map(({ message }) => message)[0]
    expect(said({ op: 'remove', part: 'rule', id: 'rush-fe' })).toBe(
      'There is no rule `rush-fe` to remove, did you mean `rush-fee`?',
    )
    expect(said({ op: 'remove', part: 'entry', in: 'material', id: 'poly' })).toBe(
      'The catalogue has no kind `material`, did you mean `materials`?',
    )
    expect(said({ op: 'remove', part: 'row', in: 'price', id: 'cr39' })).toBe(
      'There is no table `price`, did you mean `prices`?',
    )
    expect(said({ op: 'put', part: 'rul', id: 'a', value: {} })).toContain('found `"rul"`, did you mean `rule`?')
    expect(said({ op: 'put', part: 'group', id: 'a', value: {}, after: 'alowed' })).toBe(
      'There is no `alowed` to stand behind, did you mean `allowed`?',
    )
  })

  test.each([
    [{ op: 'put', part: 'rule', id: 'a' }, 'missing_key', 'value'],
    [{ op: 'put', part: 'rule', id: 'a', value: 7 }, 'wrong_type', 'value'],
    [{ op: 'put', part: 'rule', id: 'a', value: { id: 'b' } }, 'other_id', 'value/id'],
    [{ op: 'put', part: 'rule', id: '', value: {} }, 'wrong_type', 'id'],
    [{ op: 'put', part: 'rule', id: 'a', value: {}, in: 'b' }, 'unknown_key', 'in'],
    [{ op: 'put', part: 'rule', id: 'a', value: {}, behind: 'b' }, 'unknown_key', 'behind'],
    [{ op: 'put', part: 'rule', id: 'a', value: { x: -0 } }, 'negative_zero', 'value/x'],
    [{ op: 'put', part: 'rule', id: 'a', value: {}, after: 'a' }, 'wrong_place', 'after'],
    [{ op: 'put', part: 'entry', id: 'a', value: {} }, 'missing_key', 'in'],
    [{ op: 'put', part: 'setting', id: 'currency', value: 7 }, 'wrong_type', 'value'],
    [{ op: 'put', part: 'setting', id: 'languages', value: 'en' }, 'wrong_type', 'value'],
    [{ op: 'put', part: 'setting', id: '__proto__', value: 'en' }, 'forbidden_key', 'id'],
    [{ op: 'put', part: 'name', id: 'rulebook', value: 'a' }, 'wrong_id', 'id'],
    [{ op: 'put', part: 'row', in: 'prices', id: 'a', value: {} }, 'wrong_type', 'value/cells'],
    [{ op: 'put', part: 'section', id: 'rules', value: [7] }, 'wrong_type', 'value'],
    [{ op: 'remove', part: 'name', id: 'name' }, 'cannot_remove', 'part'],
    [{ op: 'remove', part: 'section', id: 'rules' }, 'cannot_remove', 'id'],
    [{ op: 'remove', part: 'rule', id: 'tint', after: null }, 'unknown_key', 'after'],
    [{ op: 'remove', part: 'condition', id: 'toString' }, 'unknown_id', 'id'],
  ])('%j: %s at %s', (operation, code, field) => {
    expect(faults(sorted, operation)).toMatchObject([{ at: 0, code, field }])
  })

  test('leaves nothing done, and tells of every operation that is none', () => {
    const good = { op: 'remove', part: 'rule', id: 'tint' }
    expect(faults(sorted, good, { op: 'put' }, good, 7).map(({ at }) => at)).toEqual([1, 3])
    expect(faults(sorted, good, good)).toMatchObject([{ at: 1, code: 'unknown_id' }])
  })

  test('is also one that is too long', () => {
    const many = Array.from({ length: MOST_OPERATIONS + 1 }, () => ({ op: 'remove', part: 'rule', id: 'tint' }))
    expect(faults(sorted, ...many)).toMatchObject([
      { code: 'too_many', message: 'There are 10001 operations; at most 10000 are applied at once.' },
    ])
  })

  test('is one of a name that several have', () => {
    const rulebook = { ...sorted, rules: [...sorted.rules, ...sorted.rules.filter(({ id }) => id === 'tint')] }
    expect(faults(rulebook, { op: 'remove', part: 'rule', id: 'tint' })).toMatchObject([{ code: 'ambiguous_id' }])
  })
})

test('a kind of the catalogue comes with its first entry and stays without any until it is taken away itself', () => {
  const entry = { part: 'entry', in: 'cases', id: 'hard' } as const
  const come = applied(sorted, { op: 'put', ...entry, value: { label: 'Hard case', attributes: {} } })
  expect(come.rulebook.catalogue['cases']).toEqual([{ id: 'hard', label: 'Hard case', attributes: {} }])
  expect(applied(come.rulebook, ...come.inverse).rulebook.catalogue).toEqual(sorted.catalogue)
  const empty = applied(come.rulebook, { op: 'remove', ...entry })
  expect(empty.rulebook.catalogue['cases']).toEqual([])
  expect(applied(empty.rulebook, { op: 'remove', part: 'kind', id: 'cases' }).rulebook.catalogue).toEqual(
    sorted.catalogue,
  )
})

test('what stood behind one of several of one name comes back with its whole list', () => {
  const [first, second, ...rest] = sorted.groups
  const rulebook = { ...sorted, groups: [first!, second!, first!, ...rest] }
  const [, , , third] = rulebook.groups
  const done = applied(rulebook, { op: 'remove', part: 'group', id: third!.id })
  expect(done.inverse).toEqual([{ op: 'put', part: 'section', id: 'groups', value: rulebook.groups }])
  expect(applied(done.rulebook, ...done.inverse).rulebook.groups).toEqual(rulebook.groups)
  // The last one finds its place by itself.
  const last = applied(
    { ...sorted, groups: [first!, first!, second!] },
    { op: 'remove', part: 'group', id: second!.id },
  )
  expect(last.inverse).toEqual([{ op: 'put', part: 'group', id: second!.id, value: second }])
})

test('names of prototypes are names like others', () => {
  const { rulebook } = applied(
    sorted,
    { op: 'put', part: 'entry', in: 'constructor', id: '__proto__', value: { label: 'x', attributes: {} } },
    { op: 'put', part: 'setting', id: 'toString', value: 'x' },
    { op: 'put', part: 'condition', id: 'hasOwnProperty', value: { all: [] } },
    { op: 'put', part: 'rule', id: '__proto__', value: {} },
  )
  expect(Object.hasOwn(rulebook.catalogue, 'constructor')).toBe(true)
  expect(Object.hasOwn(rulebook.settings, 'toString')).toBe(true)
  expect(Object.hasOwn(rulebook.conditions, 'hasOwnProperty')).toBe(true)
  expect(rulebook.rules.some(({ id }) => id === '__proto__')).toBe(true)
  expect(Object.prototype).not.toHaveProperty('label')
})

test('the analysis after an edit is what a whole one says', () => {
  const before = analyse(sorted)
  const [like] = sorted.rules.filter(({ id }) => id === 'rush-fee')
  const { rulebook, changedIds } = applied(
    sorted,
    { op: 'put', part: 'rule', id: 'rush-fee-2', value: { ...like, id: 'rush-fee-2' } },
    { op: 'remove', part: 'row', in: 'diameters', id: 'strong' },
    { op: 'put', part: 'accepted', id: 'whatever', value: { by: 'Ada', why: 'Known.' } },
  )
  expect(changedIds).toEqual(['rush-fee-2', 'diameters'])
  expect(reanalyse(before, rulebook, changedIds!).findings).toEqual(analyse(rulebook).findings)
})
