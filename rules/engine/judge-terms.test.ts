import { expect, test } from 'vitest'
import { exampleRulebook } from '../language/example-rulebook.ts'
import { fuzzRulebooks } from '../language/fuzz-rulebooks.ts'
import type { Configuration, Rulebook } from '../language/rulebook.ts'
import { configurationBy } from '../rulebook/example-configurations.ts'
import { makeRandom } from '../reference/differential.ts'
import { compileRelease, type CompiledRelease } from './compile-release.ts'
import { judge } from './judge.ts'
import { judgeTerms } from './judge-terms.ts'
import { runsOf } from './runs-of-release.ts'

const SEED = 20_261_121

function expectTheSame(release: CompiledRelease, configuration: Configuration): string {
  const { outcome, causes, unconfirmed, job } = judge(release, 'order', configuration)
  const { charges, total, promise } = job
  expect(judgeTerms(release, configuration)).toEqual({
    ...{ outcome, causes, unconfirmed },
    job: { charges, total, promise },
  })
  return outcome
}

test('terms are those of the whole decision, for whatever is ordered', () => {
  const release = compileRelease(exampleRulebook)
  const random = makeRandom(SEED)
  const outcomes = new Set<string>()
  for (let i = 0; i < 3000; i++) outcomes.add(expectTheSame(release, configurationBy(exampleRulebook, random)))
  expect(outcomes.size).toBeGreaterThanOrEqual(3)
  // Programs, routes and tolerances of the example change no terms, so that there is something to be left out.
  expect(runsOf(release).terms.length).toBeLessThan(runsOf(release).order.length)
})

test('terms are those of the whole decision, by whatever rulebook passes its check', () => {
  const random = makeRandom(SEED)
  let rulebooks = 0
  fuzzRulebooks(800, SEED, (rulebook: Rulebook) => {
    rulebooks++
    const release = compileRelease(rulebook)
    for (let i = 0; i < 20; i++) expectTheSame(release, configurationBy(rulebook, random))
  })
  expect(rulebooks).toBeGreaterThan(20)
})

test('a group that ties over a program, or finds none, still refuses', () => {
  const tied: Rulebook = {
    ...exampleRulebook,
    groups: exampleRulebook.groups.map((group) =>
      group.id === 'programs' ? { ...group, hit: 'unique' as const } : group,
    ),
    tables: exampleRulebook.tables.map((table) =>
      table.id === 'generator-programs'
        ? { ...table, rows: [...table.rows, { id: 'again', cells: ['cr39', '-', 'G-X'] }] }
        : table,
    ),
  }
  const release = compileRelease(tied)
  const [plain] = exampleRulebook.cases
  if (!plain) throw new Error('the example has no case')
  expect(judgeTerms(release, plain.configuration).causes.map(({ code }) => code)).toContain('rules_conflict')
  expectTheSame(release, plain.configuration)
})
