import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleRulebook } from '../language/example-rulebook.ts'
import { hashRulebook } from '../language/hash-rulebook.ts'
import type { Rulebook } from '../language/rulebook.ts'
import { diffRulebooks } from './diff-rulebooks.ts'
import { edited, exampleEdits, type ExampleEdit } from './example-edits.ts'

const at = (place: string): ExampleEdit => exampleEdits.find((one) => one.place === place)!
const sentencesOf = (...places: string[]): string[] =>
  diffRulebooks(exampleRulebook, edited(exampleRulebook, places.map(at))).map(({ sentence }) => sentence)

describe('a difference in words', () => {
  test.each([
    ['prices#cr39/0', 'Table prices, row cr39: material is “cr39|trivex” instead of “cr39”.'],
    ['prices#cr39/2', 'Table prices, row cr39: unit is “1600” instead of “1500”.'],
    ['new row', 'Table prices, row poly is new: material poly → charge unit 4200.'],
    ['row gone', 'Table diameters, row strong is gone: material not(poly), sphere not(-8.00..8.00) → derive value 65.'],
    ['rows swapped', 'Table generator-programs: its rows stand in another order: p1, p2, p4, p3.'],
    ['designs/progressive-14/minimumHeight', 'Design progressive-14: minimumHeight is 15 mm instead of 14 mm.'],
    ['materials/poly/tintable', 'Material poly: tintable is yes instead of no.'],
    ['rule gone', 'Rule tint is gone: when treatments made contains tint then visit (step: tint, at: 20).'],
    ['rule judged otherwise', 'Rule rush-fee: priority is 7, where there was none.'],
    ['rule tagged', 'Rule cr39-drilled: tags now have breakage.'],
    ['fact', 'Fact rx.sphere: max is +25.00 D instead of +20.00 D.'],
    ['entry', 'Material mr174 is new: 1.74.'],
    ['case', 'Case addition-missing is gone: addition missing.'],
    ['group', 'Group allowed now also writes cylinder.'],
    ['setting', 'Settings timeZone: it is Europe/Vienna instead of Europe/Berlin.'],
    [
      'condition',
      'Condition multifocal was “kind of design is one of bifocal, progressive” and is “kind of design is not single”.',
    ],
  ])('%s', (place, sentence) => {
    expect(sentencesOf(place)).toEqual([sentence])
  })

  test('tells of a rule which tests went and which came', () => {
    const after: Rulebook = {
      ...exampleRulebook,
      rules: exampleRulebook.rules.map((rule) =>
        rule.id === 'imbalance-needs-care'
          ? {
              ...rule,
              rule: {
                ...rule.rule,
                conditions: { all: [{ fact: 'lens.imbalance', operator: 'greaterThan', value: 2500 }] },
              },
            }
          : rule,
      ),
    }
    expect(diffRulebooks(exampleRulebook, after)).toMatchObject([
      {
        kind: 'changed',
        subject: 'rule',
        id: 'imbalance-needs-care',
        path: '/rules/imbalance-needs-care/rule/conditions',
        sentence:
          'Rule imbalance-needs-care no longer asks that difference of the spheres is above +3.00 D and now asks that difference of the spheres is above +2.50 D.',
      },
    ])
  })

  test('names a cell that came with a new column, and leaves open ones out', () => {
    expect(sentencesOf('new column')).toEqual([
      'Table power-classes: inputs now have material.id.',
      'Table power-classes, row low: material is “not(poly)”, where there was none.',
    ])
  })
})

test('nothing differs exactly where the hash is one', () => {
  fc.assert(
    fc.property(fc.subarray([...exampleEdits]), fc.subarray([...exampleEdits]), (some, others) => {
      const [a, b] = [edited(exampleRulebook, some), edited(exampleRulebook, others)]
      expect(diffRulebooks(a, b).length === 0).toBe(hashRulebook(a) === hashRulebook(b))
    }),
    { numRuns: 150 },
  )
})

test('names of prototypes are names like others', () => {
  const odd = {
    ...exampleRulebook,
    catalogue: { ...exampleRulebook.catalogue, constructor: [{ id: 'toString', label: 'x', attributes: {} }] },
  }
  expect(diffRulebooks(exampleRulebook, odd).map(({ path }) => path)).toEqual(['/catalogue/constructor'])
})

test('an unfinished draft is compared as far as it goes', () => {
  const draft = JSON.parse(
    '{"rules":{"a":1},"tables":[{"id":"t"},7],"vocabulary":null,"groups":[{"id":"g","writes":3}]}',
  ) as Rulebook
  expect(() => diffRulebooks(draft, exampleRulebook)).not.toThrow()
  expect(() => diffRulebooks(exampleRulebook, draft)).not.toThrow()
})
