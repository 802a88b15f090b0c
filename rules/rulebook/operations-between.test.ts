import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanTable, withRows } from '../analysis/example-tables.ts'
import { pseudoRandom } from '../analysis/pseudo-random.ts'
import { exampleRulebook } from '../language/example-rulebook.ts'
import { hashRulebook } from '../language/hash-rulebook.ts'
import type { Rulebook } from '../language/rulebook.ts'
import { sortRulebook } from '../language/sort-rulebook.ts'
import { applyOperations } from './apply-operations.ts'
import { diffRulebooks } from './diff-rulebooks.ts'
import { edited, exampleEdits } from './example-edits.ts'
import { possibleOperations, untidied, type Draw } from './example-operations.ts'
import { namesThatStay } from './moves-between.ts'
import type { Operation } from './operation.ts'
import { operationsBetween } from './operations-between.ts'

const sorted = sortRulebook(exampleRulebook)

function applied(rulebook: Rulebook, operations: readonly Operation[]): Rulebook {
  const outcome = applyOperations(rulebook, operations)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.faults))
  return outcome.applied.rulebook
}

const madeInto = (before: Rulebook, after: Rulebook): string =>
  hashRulebook(applied(before, operationsBetween(before, after)))

const said = (before: Rulebook, after: Rulebook): readonly string[] =>
  operationsBetween(before, after).map(
    ({ op, part, id, in: inside }) => `${op} ${part} ${inside ? `${inside}/` : ''}${id}`,
  )

const someEdits = fc.subarray([...exampleEdits])

describe('the operations between two rulebooks', () => {
  test('make one out of the other after edits', () => {
    fc.assert(
      fc.property(someEdits, someEdits, (some, others) => {
        const [before, after] = [edited(exampleRulebook, some), edited(exampleRulebook, others)]
        expect(madeInto(before, after)).toBe(hashRulebook(after))
        const isSame = diffRulebooks(before, after).length === 0
        expect(operationsBetween(before, after).length === 0).toBe(isSame)
      }),
      { numRuns: 300 },
    )
  })

  test('make any two into each other, sound or not, the order of rows and groups included', () => {
    const one = (seed: number, count: number): Rulebook => {
      const random = pseudoRandom(seed)
      const draw: Draw = (below) => Math.floor(random() * below)
      const from = draw(3) === 0 ? cleanTable(seed, draw(2) === 0 ? 'first' : 'unique').rulebook : exampleRulebook
      const rulebook = draw(2) === 0 ? untidied(from, draw) : sortRulebook(from)
      return applied(rulebook, possibleOperations(rulebook, count, draw))
    }
    const count = fc.nat({ max: 20 })
    fc.assert(
      fc.property(fc.integer(), count, fc.integer(), count, (seed, some, other, others) => {
        const [before, after] = [one(seed, some), one(other, others)]
        expect(madeInto(before, after)).toBe(hashRulebook(after))
      }),
      { numRuns: 500 },
    )
  })

  test('are no more than what was done, and nothing where nothing was', () => {
    expect(said(sorted, sorted)).toEqual([])
    // Neither the order of files nor that of keys is an edit.
    expect(said(exampleRulebook, sorted)).toEqual([])
    const place = (name: string) => exampleEdits.filter((edit) => edit.place === name)
    const after = (name: string): Rulebook => edited(sorted, place(name))
    expect(said(sorted, after('prices#cr39/2'))).toEqual(['put row prices/cr39'])
    expect(said(sorted, after('row gone'))).toEqual(['remove row diameters/strong'])
    expect(said(sorted, after('rows swapped'))).toHaveLength(1)
    expect(said(sorted, after('groups'))).toHaveLength(1)
    expect(said(sorted, after('new column'))).toEqual(['put table power-classes'])
    expect(said(sorted, after('materials/poly/index'))).toEqual(['put entry materials/poly'])
    expect(said(sorted, after('setting'))).toEqual(['put setting timeZone'])
    expect(said(sorted, after('rule gone'))).toEqual(['remove rule tint'])
  })

  test('move as few groups as possible', () => {
    const [first, ...rest] = sorted.groups
    expect(said(sorted, { ...sorted, groups: [...rest, first!] })).toEqual([`put group ${first!.id}`])
  })

  test('know a kind of the catalogue without entries', () => {
    const { materials = [], ...others } = sorted.catalogue
    const empty = { ...sorted, catalogue: { ...others, materials: [] } }
    const without = { ...sorted, catalogue: others }
    expect(said(sorted, empty)).toEqual(materials.map(({ id }) => `remove entry materials/${id}`))
    expect(said(empty, without)).toEqual(['remove kind materials'])
    expect(said(without, empty)).toEqual(['put kind materials'])
    expect(said(without, sorted)).toEqual(materials.map(({ id }) => `put entry materials/${id}`))
  })

  test('say by a whole section what several of one name leave unclear', () => {
    const accepted = ['Ada', 'Ben'].map((by) => ({ finding: 'overlap a b', by, why: 'Known.' }))
    const after = { ...sorted, accepted }
    expect(said(sorted, after)).toEqual(['put section accepted'])
    expect(madeInto(sorted, after)).toBe(hashRulebook(after))
  })

  test('are never more than can be applied at once', () => {
    const { rulebook } = cleanTable(1, 'first')
    const many = (text: string): Rulebook =>
      withRows(rulebook, (rows) =>
        Array.from({ length: 10_100 }, (_, i) => ({ ...rows[0]!, id: `r${i}`, title: text })),
      )
    expect(said(many('a'), many('b'))).toEqual(['put section tables'])
    const rules = many('a').rules
    const after = { ...many('b'), rules: [...rules, ...sorted.rules.slice(0, 3)] }
    expect(operationsBetween(many('a'), after)).toHaveLength(4)
    expect(madeInto(many('a'), after)).toBe(hashRulebook(after))
  })
})

test('what may stay is as long as can be: no other choice of names in their order is longer', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  fc.assert(
    fc.property(fc.shuffledSubarray(names), fc.shuffledSubarray(names), (before, after) => {
      const stay = namesThatStay(before, after)
      const inOrder = (list: readonly string[], of: ReadonlySet<string>): string =>
        list.filter((one) => of.has(one)).join()
      expect(inOrder(before, stay)).toBe(inOrder(after, stay))
      let most = 0
      for (let bits = 0; bits < 2 ** before.length; bits++) {
        const some = new Set(before.filter((_, i) => (bits >> i) & 1))
        if ([...some].every((one) => after.includes(one)) && inOrder(before, some) === inOrder(after, some))
          most = Math.max(most, some.size)
      }
      expect(stay.size).toBe(most)
    }),
    { numRuns: 200 },
  )
})
