import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkRulebook } from '../language/check-rulebook.ts'
import { exampleRulebook as base } from '../language/example-rulebook.ts'
import { hashRulebook } from '../language/hash-rulebook.ts'
import type { Rulebook } from '../language/rulebook.ts'
import { diffRulebooks } from './diff-rulebooks.ts'
import { edited, exampleEdits, type ExampleEdit } from './example-edits.ts'
import { mergeRulebooks } from './merge-rulebooks.ts'

const someEdits = fc.subarray([...exampleEdits])
const hash = (rulebook: Rulebook | null): string => (rulebook ? hashRulebook(rulebook) : 'conflicts')

describe('the laws of merging', () => {
  test('every edit leaves a rulebook without faults', () => {
    for (const one of exampleEdits) expect(checkRulebook(one.make(base)), one.place).toEqual([])
  })

  test('who changed nothing gets the other side, byte for byte', () => {
    fc.assert(
      fc.property(someEdits, (edits) => {
        const x = edited(base, edits)
        expect(mergeRulebooks(base, x, base)).toEqual({ rulebook: x, conflicts: [] })
        expect(mergeRulebooks(base, base, x)).toEqual({ rulebook: x, conflicts: [] })
        expect(mergeRulebooks(base, x, x)).toEqual({ rulebook: x, conflicts: [] })
      }),
      { numRuns: 100 },
    )
  })

  test('what was changed in unlike places is all there, whichever side is ours', () => {
    const shared = fc
      .shuffledSubarray([...exampleEdits])
      .chain((edits) =>
        fc
          .nat({ max: edits.length })
          .map((cut): [ExampleEdit[], ExampleEdit[]] => [edits.slice(0, cut), edits.slice(cut)]),
      )
    fc.assert(
      fc.property(shared, ([some, others]) => {
        const [ours, theirs] = [edited(base, some), edited(base, others)]
        const merged = mergeRulebooks(base, ours, theirs)
        expect(merged.conflicts).toEqual([])
        expect(hash(merged.rulebook)).toBe(hash(mergeRulebooks(base, theirs, ours).rulebook))
        expect(hash(merged.rulebook)).toBe(hash(edited(base, [...some, ...others])))
        expect(checkRulebook(merged.rulebook)).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  test('conflicts are the same from both sides', () => {
    fc.assert(
      fc.property(someEdits, someEdits, fc.nat(), (some, others, seed) => {
        const ours = edited(base, some)
        const theirs = otherPrices(edited(base, others), seed % 7)
        const paths = (one: Rulebook, other: Rulebook): string[] =>
          mergeRulebooks(base, one, other)
            .conflicts.map(({ path, kind }) => `${kind} ${path}`)
            .sort()
        expect(paths(ours, theirs)).toEqual(paths(theirs, ours))
      }),
      { numRuns: 60 },
    )
  })
})

const otherPrices = (rulebook: Rulebook, by: number): Rulebook => ({
  ...rulebook,
  tables: rulebook.tables.map((table) =>
    table.id === 'prices'
      ? { ...table, rows: table.rows.map((row) => ({ ...row, cells: row.cells.with(-1, 5000 + by) })) }
      : table,
  ),
})

const table = (rulebook: Rulebook, id: string) => rulebook.tables.find((one) => one.id === id)!
const withTable = (rulebook: Rulebook, id: string, change: Partial<Rulebook['tables'][number]>): Rulebook => ({
  ...rulebook,
  tables: rulebook.tables.map((one) => (one.id === id ? { ...one, ...change } : one)),
})
const cell = (row: string, column: number, value: string): Rulebook =>
  withTable(base, 'prices', {
    rows: table(base, 'prices').rows.map((one) =>
      one.id === row ? { ...one, cells: one.cells.with(column, value) } : one,
    ),
  })

describe('a conflict', () => {
  test('is one cell, with both sides and the base', () => {
    const { rulebook, conflicts } = mergeRulebooks(base, cell('cr39', 2, '1600'), cell('cr39', 2, '1700'))
    expect(rulebook).toBeNull()
    expect(conflicts).toEqual([
      {
        kind: 'both_changed',
        path: '/tables/prices/rows/cr39/cells/then unit',
        base: 1500,
        ours: '1600',
        theirs: '1700',
        sentence: 'Table prices, row cr39, then unit was changed by both sides, and not to the same.',
      },
    ])
  })

  test('is settled by a choice for its path', () => {
    const path = '/tables/prices/rows/cr39/cells/then unit'
    const choose = (choice: 'base' | 'ours' | 'theirs') =>
      mergeRulebooks(base, cell('cr39', 2, '1600'), cell('cr39', 2, '1700'), new Map([[path, choice]])).rulebook
    expect(hash(choose('theirs'))).toBe(hash(cell('cr39', 2, '1700')))
    expect(hash(choose('ours'))).toBe(hash(cell('cr39', 2, '1600')))
    expect(hash(choose('base'))).toBe(hash(base))
  })

  test('is a row that one removed and the other changed', () => {
    const removed = withTable(base, 'prices', { rows: table(base, 'prices').rows.filter(({ id }) => id !== 'cr39') })
    expect(mergeRulebooks(base, removed, cell('cr39', 2, '1600')).conflicts).toMatchObject([
      { kind: 'removed_and_changed', path: '/tables/prices/rows/cr39', ours: undefined },
    ])
  })

  test('is a new row with a test in a column that the other took away', () => {
    const { rows, inputs } = table(base, 'prices')
    const narrower = withTable(base, 'prices', {
      inputs: inputs.slice(0, 1),
      rows: rows.map((row) => ({ ...row, cells: row.cells.toSpliced(1, 1) })),
    })
    const withRow = withTable(base, 'prices', {
      rows: [...rows, { id: 'bifocal', cells: ['poly', 'bifocal', '5000'] }],
    })
    expect(mergeRulebooks(base, narrower, withRow).conflicts).toMatchObject([
      { kind: 'removed_and_changed', path: '/tables/prices/rows/bifocal/cells/when design.kind', theirs: 'bifocal' },
    ])
  })

  test('is an order that both changed, each in their way', () => {
    const { rows } = table(base, 'generator-programs')
    const [p1, p2, p3, p4] = [rows[0]!, rows[1]!, rows[2]!, rows[3]!]
    const one = withTable(base, 'generator-programs', { rows: [p2, p1, p3, p4] })
    const other = withTable(base, 'generator-programs', { rows: [p1, p2, p4, p3] })
    const { conflicts } = mergeRulebooks(base, one, other)
    expect(conflicts).toMatchObject([{ kind: 'both_moved', path: '/tables/generator-programs/rows/order' }])
    const chosen = mergeRulebooks(base, one, other, new Map([[conflicts[0]!.path, 'theirs']]))
    expect(hash(chosen.rulebook)).toBe(hash(other))
  })

  test('is what each may do alone and both may not do together', () => {
    const without: Rulebook = {
      ...base,
      conditions: {},
      rules: base.rules.filter(({ id }) => id !== 'addition-missing'),
    }
    const [like] = base.rules.filter(({ id }) => id === 'addition-missing')
    const using: Rulebook = {
      ...base,
      rules: [...base.rules, { ...like!, id: 'multifocals-too', rule: { ...like!.rule, priority: 3 } }],
    }
    const { rulebook, conflicts } = mergeRulebooks(base, without, using)
    expect(rulebook).toBeNull()
    expect(conflicts).toMatchObject([{ kind: 'consequence' }])
    expect(conflicts[0]?.sentence).toContain('multifocal')
  })
})

test('whatever JSON stands in a part of a draft, comparing and merging answer', () => {
  const part = fc.constantFrom(...Object.keys(base)).chain((key) => fc.tuple(fc.constant(key), fc.jsonValue()))
  const parts = fc.array(part, { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(parts, parts, (some, others) => {
      // What a broken client sends.
      const [one, other] = [some, others].map((list) => ({ ...base, ...Object.fromEntries(list) })) as [
        Rulebook,
        Rulebook,
      ]
      mergeRulebooks(base, one, other)
      mergeRulebooks(one, other, base)
      diffRulebooks(one, other)
    }),
    { numRuns: 150 },
  )
})

test('an unfinished draft is merged as far as it goes', () => {
  const draft = JSON.parse(
    '{"rules":{"a":1},"tables":[{"id":"t"},7],"vocabulary":null,"groups":[{"id":"g","writes":3}]}',
  ) as Rulebook
  expect(() => mergeRulebooks(base, draft, edited(base, exampleEdits))).not.toThrow()
  expect(mergeRulebooks(base, draft, base).rulebook).toEqual(draft)
})
