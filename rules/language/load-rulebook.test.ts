import fc from 'fast-check'
import { expect, test } from 'vitest'
import faulty from './faulty-files.json' with { type: 'json' }
import { exampleRulebook } from './example-rulebook.ts'
import { hashRulebook, ruleHashes } from './hash-rulebook.ts'
import { loadRulebook } from './load-rulebook.ts'
import type { Rulebook } from './rulebook.ts'
import { writeRulebook } from './write-rulebook.ts'

const written = writeRulebook(exampleRulebook)

function loadWith(file: string, find: string, put: string): string[] {
  const text = written.get(file) ?? ''
  expect(text).toContain(find)
  const files = new Map(written).set(
    file,
    text.replace(find, () => put),
  )
  return loadRulebook(files).faults.map(
    (fault) => `${fault.file ?? ''}:${fault.line ?? 0}:${fault.column ?? 0} ${fault.code}: ${fault.message}`,
  )
}

test.each(faulty.cases)('$file: $faults.0', ({ file, find, put, faults }) => {
  expect(loadWith(file, find, put)).toEqual(faults)
})

test('the example loads without fault, and writing it again gives the same bytes', () => {
  const { rulebook, hash, faults } = loadRulebook(written)
  expect(faults).toEqual([])
  expect(hash).toBe(hashRulebook(exampleRulebook))
  expect(rulebook && writeRulebook(rulebook)).toEqual(written)
})

const shuffled = <Item>(items: readonly Item[], seed: number): Item[] =>
  fc.sample(fc.shuffledSubarray([...items], { minLength: items.length }), { numRuns: 1, seed })[0] ?? []

test('the order of files, lists and keys does not change the hash', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const turned: Rulebook = {
        ...(Object.fromEntries(shuffled(Object.entries(exampleRulebook), seed)) as unknown as Rulebook),
        vocabulary: shuffled(exampleRulebook.vocabulary, seed),
        rules: shuffled(exampleRulebook.rules, seed),
        tables: shuffled(exampleRulebook.tables, seed),
        cases: shuffled(exampleRulebook.cases, seed),
      }
      expect(hashRulebook(turned)).toBe(hashRulebook(exampleRulebook))
      const loaded = loadRulebook(new Map(shuffled([...writeRulebook(turned)], seed)))
      expect(loaded.hash).toBe(hashRulebook(exampleRulebook))
    }),
    { numRuns: 20 },
  )
})

test('the order of groups and of a table’s rows is part of the hash', () => {
  const groups = { ...exampleRulebook, groups: exampleRulebook.groups.toReversed() }
  const tables = exampleRulebook.tables.map((table) => ({ ...table, rows: table.rows.toReversed() }))
  expect(hashRulebook(groups)).not.toBe(hashRulebook(exampleRulebook))
  expect(hashRulebook({ ...exampleRulebook, tables })).not.toBe(hashRulebook(exampleRulebook))
})

test('a rule’s hash changes with what is judged, not with what is said about it', () => {
  const change = (part: (rule: Rulebook['rules'][number]) => Rulebook['rules'][number]) =>
    ruleHashes({ ...exampleRulebook, rules: exampleRulebook.rules.map(part) })
  const before = ruleHashes(exampleRulebook)
  expect(change((rule) => ({ ...rule, why: 'Another reason.', owner: 'somebody' }))).toEqual(before)
  const after = change((rule) => ({ ...rule, until: '2031-01-01' }))
  expect([...after].filter(([id, hash]) => before.get(id) !== hash)).toHaveLength(exampleRulebook.rules.length)
})

test('a file may hold one thing or a list, and a catalogue its kind by its name', () => {
  const files = new Map(written)
  const entries: unknown = JSON.parse(written.get('catalogue/materials.json') ?? '')
  files.set('catalogue/materials.json', JSON.stringify((entries as { entries: unknown }).entries))
  files.delete('rules/care.json')
  const rules: unknown = JSON.parse(written.get('rules/care.json') ?? '')
  ;(rules as unknown[]).forEach((rule, i) => files.set(`rules/deep/er/care-${i}.json`, JSON.stringify(rule)))
  expect(loadRulebook(files)).toMatchObject({ faults: [], hash: hashRulebook(exampleRulebook) })
})

test('no files, too much, or a file that holds something else is told', () => {
  const codes = (files: Map<string, string>) => loadRulebook(files).faults.map(({ code }) => code)
  expect(codes(new Map())).toEqual(['missing_file'])
  expect(codes(new Map([...written, ['rules/x.json', ' '.repeat(65 * 1024 * 1024)]]))).toEqual(['too_large'])
  expect(codes(new Map([...written, ['rules/x.json', '7']]))).toEqual(['wrong_type'])
  expect(codes(new Map([...written, ['catalogue/x.json', '{}']]))).toEqual(['wrong_type'])
  expect(codes(new Map([...written, ['conditions.json', '[]']]))).toContain('wrong_type')
  expect(codes(new Map([...written, ['README.md', 'Not ours.']]))).toEqual([])
})

test('ten thousand rules are loaded, checked and counted', () => {
  const rows = Array.from({ length: 10_000 }, (_, i) => ({
    id: `r${i}`,
    cells: ['cr39|poly', `-6.00..${(i % 40) / 4}`, '70'],
  }))
  const tables = exampleRulebook.tables.map((table) => (table.id === 'diameters' ? { ...table, rows } : table))
  const files = writeRulebook({ ...exampleRulebook, tables })
  const { faults, rulebook } = loadRulebook(files)
  expect(faults).toEqual([])
  expect(rulebook?.tables.find(({ id }) => id === 'diameters')?.rows.length).toBe(10_000)
})
