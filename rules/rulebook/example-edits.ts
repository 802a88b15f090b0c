import type { DecisionTable, Rule, Rulebook } from '../language/rulebook.ts'

/** What somebody does to a draft. Two edits of unlike places can be made in either order. */
export interface ExampleEdit {
  readonly place: string
  readonly make: (rulebook: Rulebook) => Rulebook
}

const edit = (place: string, make: ExampleEdit['make']): ExampleEdit => ({ place, make })

const inTable = (id: string, change: (table: DecisionTable) => DecisionTable): ExampleEdit['make'] => {
  return (rulebook) => ({ ...rulebook, tables: rulebook.tables.map((one) => (one.id === id ? change(one) : one)) })
}

const inRule = (id: string, change: (rule: Rule) => Rule): ExampleEdit['make'] => {
  return (rulebook) => ({ ...rulebook, rules: rulebook.rules.map((one) => (one.id === id ? change(one) : one)) })
}

const setCell = (table: string, row: string, column: number, cell: string): ExampleEdit =>
  edit(
    `${table}#${row}/${column}`,
    inTable(table, (one) => ({
      ...one,
      rows: one.rows.map((other) => (other.id === row ? { ...other, cells: other.cells.with(column, cell) } : other)),
    })),
  )

const setAttribute = (kind: string, id: string, name: string, value: number | boolean): ExampleEdit =>
  edit(`${kind}/${id}/${name}`, (rulebook) => ({
    ...rulebook,
    catalogue: {
      ...rulebook.catalogue,
      [kind]: (rulebook.catalogue[kind] ?? []).map((one) =>
        one.id === id ? { ...one, attributes: { ...one.attributes, [name]: value } } : one,
      ),
    },
  }))

const bySwapping = <T>(list: readonly T[], a: number, b: number): T[] =>
  list.map((one, index) => (index === a ? (list[b] ?? one) : index === b ? (list[a] ?? one) : one))

/** Edits of the example rulebook, each sound by itself and together with every other of another place. */
export const exampleEdits: readonly ExampleEdit[] = [
  setCell('prices', 'cr39', 2, '1600'),
  setCell('prices', 'cr39', 0, 'cr39|trivex'),
  setCell('prices', 'other', 2, '3600'),
  setCell('power-classes', 'low', 0, '-3.00..3.00'),
  setCell('generator-programs', 'p2', 2, 'G-HI-2'),
  setAttribute('designs', 'progressive-14', 'minimumHeight', 1500),
  setAttribute('materials', 'poly', 'index', 1590),
  setAttribute('materials', 'poly', 'tintable', true),
  edit(
    'new row',
    inTable('prices', (one) => ({ ...one, rows: [...one.rows, { id: 'poly', cells: ['poly', '-', '4200'] }] })),
  ),
  edit(
    'row gone',
    inTable('diameters', (one) => ({ ...one, rows: one.rows.filter(({ id }) => id !== 'strong') })),
  ),
  edit(
    'rows swapped',
    inTable('generator-programs', (one) => ({ ...one, rows: bySwapping(one.rows, 2, 3) })),
  ),
  edit(
    'new column',
    inTable('power-classes', ({ inputs, rows, ...one }) => ({
      ...one,
      inputs: [...inputs, 'material.id'],
      rows: rows.map((row) => ({
        ...row,
        cells: [row.cells[0] ?? '-', row.id === 'low' ? 'not(poly)' : '-', row.cells[1] ?? '-'],
      })),
    })),
  ),
  edit('new rule', (rulebook) => {
    const [like] = rulebook.rules.filter(({ id }) => id === 'care-fee')
    return like ? { ...rulebook, rules: [...rulebook.rules, { ...like, id: 'more-care-fee' }] } : rulebook
  }),
  edit('rule gone', (rulebook) => ({ ...rulebook, rules: rulebook.rules.filter(({ id }) => id !== 'tint') })),
  edit(
    'rule judged otherwise',
    inRule('rush-fee', (one) => ({ ...one, rule: { ...one.rule, priority: 7 } })),
  ),
  edit(
    'rule reasoned otherwise',
    inRule('rush-fee', (one) => ({ ...one, why: 'Everybody waits longer.' })),
  ),
  edit(
    'rule tagged',
    inRule('cr39-drilled', (one) => ({ ...one, tags: ['breakage', ...(one.tags ?? [])] })),
  ),
  edit('fact', (rulebook) => ({
    ...rulebook,
    vocabulary: rulebook.vocabulary.map((one) => (one.id === 'rx.sphere' ? { ...one, max: 25000 } : one)),
  })),
  edit('entry', (rulebook) => ({
    ...rulebook,
    catalogue: {
      ...rulebook.catalogue,
      materials: [
        ...(rulebook.catalogue['materials'] ?? []),
        { id: 'mr174', label: '1.74', attributes: { index: 1740, tintable: false } },
      ],
    },
  })),
  edit('case', (rulebook) => ({ ...rulebook, cases: rulebook.cases.filter(({ id }) => id !== 'addition-missing') })),
  edit('groups', (rulebook) => ({ ...rulebook, groups: bySwapping(rulebook.groups, 1, 2) })),
  edit('group', (rulebook) => ({
    ...rulebook,
    groups: rulebook.groups.map((one) =>
      one.id === 'allowed' ? { ...one, writes: [...one.writes, 'cylinder'] } : one,
    ),
  })),
  edit('setting', (rulebook) => ({ ...rulebook, settings: { ...rulebook.settings, timeZone: 'Europe/Vienna' } })),
  edit('condition', (rulebook) => ({
    ...rulebook,
    conditions: { multifocal: { all: [{ fact: 'design.kind', operator: 'notEqual', value: 'single' }] } },
  })),
]

export const edited = (rulebook: Rulebook, edits: readonly ExampleEdit[]): Rulebook =>
  edits.reduce((before, { make }) => make(before), rulebook)
