import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyse } from '@ils/rules/analysis/analyse-rulebook'
import { factsOfCases } from '@ils/rules/analysis/coverage'
import { eachLeaf } from '@ils/rules/analysis/find-unused'
import { leafHolds } from '@ils/rules/analysis/holds'
import type { ConditionLeaf } from '@ils/rules/engine/condition'
import { compileRelease } from '@ils/rules/engine/compile-release'
import { expandRulebook } from '@ils/rules/language/expand-rulebook'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import { readBaseCharts } from '@ils/rules/optics/base-chart'
import { readBlankPolicy, readBlanks } from '@ils/rules/optics/blank-list'
import { readChoices } from '@ils/rules/optics/choices'
import { readPowerRanges } from '@ils/rules/optics/power-range'
import { runCases } from '@ils/rules/rulebook/run-cases'
import type { Shape } from '@ils/rules/vocabulary/fact'
import { describe, expect, test } from 'vitest'
import { readStandardLab } from './read-standard-lab.ts'

const { rulebook, faults } = loadRulebook(readStandardLab())
if (!rulebook) throw new Error(`The standard lab has faults: ${JSON.stringify(faults.slice(0, 5), null, 2)}`)
const release = compileRelease(rulebook)
const rules = expandRulebook(rulebook)
const report = runCases(release, rulebook.cases)
const readme = readFileSync(join(import.meta.dirname, 'standard-lab', 'README.md'), 'utf8')
const entriesOf = (kind: string) => rulebook.catalogue[kind] ?? []

describe('the standard lab', () => {
  test('is a rulebook without a fault', () => {
    expect(faults).toEqual([])
  })

  test('is large enough for a real lab to start from', () => {
    expect(entriesOf('materials').length).toBeGreaterThanOrEqual(10)
    expect(entriesOf('designs').length).toBeGreaterThanOrEqual(25)
    expect(entriesOf('treatments').length).toBeGreaterThanOrEqual(15)
    expect(rules.length).toBeGreaterThanOrEqual(600)
    expect(rulebook.cases.length).toBeGreaterThanOrEqual(400)
    expect(new Set(rulebook.groups.map(({ phase }) => phase)).size).toBe(7)
    expect(new Set(rulebook.groups.map(({ moment }) => moment ?? 'order')).size).toBe(5)
  })

  test('holds shapes that the arithmetic can read', () => {
    const readers: readonly (readonly [string, string, (shape: Shape) => unknown])[] = [
      ['blanks', 'blanks', readBlanks],
      ['products', 'powers', readPowerRanges],
      ['blankPolicies', 'policy', readBlankPolicy],
      ['charts', 'charts', readBaseCharts],
      ['blocks', 'sizes', readChoices],
    ]
    for (const [kind, attribute, read] of readers)
      for (const { id, attributes } of entriesOf(kind)) {
        const shape = attributes[attribute]
        expect(typeof shape === 'object' && shape ? read(shape) : null, `${kind} ${id}`).not.toBeNull()
      }
  })

  test('names every blank once, by ten digits', () => {
    const numbers = entriesOf('blanks').flatMap(({ attributes }) => {
      const list = attributes['blanks']
      return [...((typeof list === 'object' && list ? readBlanks(list) : null)?.byId.keys() ?? [])]
    })
    expect(numbers.length).toBeGreaterThan(1000)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers.filter((number) => !/^\d{10}$/.test(number))).toEqual([])
  })

  test('decides every case as written', () => {
    expect(report.results.filter(({ passed }) => !passed).map(({ id, misses }) => ({ id, misses }))).toEqual([])
  })

  test('has a case for each rule that fires it, and one just outside of it', () => {
    expect(report.coverage.filter(({ expectedIn }) => expectedIn.length === 0).map(({ rule }) => rule)).toEqual([])
    expect(report.coverage.filter(({ wonIn }) => wonIn.length === 0).map(({ rule }) => rule)).toEqual([])
    const untested = new Set(rules.filter(({ conditions }) => testsOf(conditions).length === 0).map(({ id }) => id))
    const never = report.coverage.filter(({ rule, excludedIn }) => excludedIn.length === 0 && !untested.has(rule))
    expect(never.map(({ rule }) => rule)).toEqual([])
  })

  test('shows nine of ten outcomes of each test of its conditions', () => {
    const groups = new Map(rulebook.groups.map((group) => [group.id, group]))
    const looks = factsOfCases(rulebook, release)
    let [outcomes, seen] = [0, 0]
    for (const { group: id, conditions } of rules) {
      const group = groups.get(id)
      const mine = looks.filter(({ job, moment }) => {
        return job === (group?.scope === 'job') && moment === (group?.moment ?? 'order')
      })
      for (const leaf of testsOf(conditions)) {
        const answers = new Set<boolean>()
        for (const { facts } of mine) {
          answers.add(leafHolds(leaf, (fact) => facts.get(fact) ?? null))
          if (answers.size === 2) break
        }
        outcomes += 2
        seen += answers.size
      }
    }
    expect(seen / outcomes).toBeGreaterThanOrEqual(0.9)
  })

  test('has no rule that the analysis objects to', () => {
    const { findings } = analyse(rulebook)
    const open = findings.filter(({ weight, accepted }) => weight !== 'advice' && !accepted)
    expect(open.map(({ id, message }) => ({ id, message }))).toEqual([])
  })

  test('says in English and in German what it refuses', () => {
    const spoken = rules.flatMap(({ id, event }) => ('message' in event.params ? [[id, event.params['message']]] : []))
    const mute = spoken.filter(([, text]) => {
      return typeof text !== 'object' || text === null || !('en' in text) || !('de' in text)
    })
    expect(mute).toEqual([])
  })
})

describe('its README', () => {
  const known = new Set([...rulebook.rules, ...rulebook.tables, ...rulebook.groups].map(({ id }) => id))

  test('maps each of the ninety-one rules to rules, tables or groups that there are', () => {
    const rows = [...readme.matchAll(/^\| (\d+) +\| ([^|]*) \| ([^|]*) \|$/gm)]
    expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 91 }, (_, at) => at + 1))
    for (const [, number, , by = ''] of rows) {
      const [named = '', mechanism] = by.split('mechanism:')
      const ids = [...named.matchAll(/`([^`]+)`/g)].map(([, id]) => id ?? '')
      expect(
        ids.filter((id) => !known.has(id)),
        `rule ${number}`,
      ).toEqual([])
      expect(ids.length > 0 || mechanism !== undefined, `rule ${number}`).toBe(true)
    }
  })

  test('lists everything that rests on a default which a lab has to look at', () => {
    const isDefault = (source: string | undefined): boolean => source?.startsWith('default') === true
    const rest = [
      ...rulebook.rules.filter(({ source }) => isDefault(source)),
      ...rulebook.tables.filter(({ source, rows }) => rows.some((row) => isDefault(row.source ?? source))),
    ].map(({ id }) => id)
    const kinds = Object.entries(rulebook.catalogue).filter(([, of]) => of.some(({ source }) => isDefault(source)))
    const [, list = ''] = readme.split('## Numbers to look at')
    const listed = [...list.matchAll(/`([^`]+)`/g)].map(([, id]) => id ?? '')
    expect(listed.sort()).toEqual([...rest, ...kinds.map(([kind]) => `catalogue/${kind}`)].sort())
  })
})

function testsOf(conditions: (typeof rules)[number]['conditions']): ConditionLeaf[] {
  const tests: ConditionLeaf[] = []
  if (rulebook) eachLeaf(conditions, rulebook, (leaf) => void tests.push(leaf))
  return tests
}
