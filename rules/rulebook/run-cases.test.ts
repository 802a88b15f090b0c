import { expect, test } from 'vitest'
import { compileRelease } from '../engine/compile-release.ts'
import { exampleRulebook } from '../language/example-rulebook.ts'
import type { Case, Expectation } from '../language/rulebook.ts'
import { runCases } from './run-cases.ts'

const release = compileRelease(exampleRulebook)
const like = exampleRulebook.cases[0]!
const expecting = (expect: Expectation): Case => ({ ...like, id: 'changed', expect })
const sentencesOf = (expect: Expectation): string[] =>
  runCases(release, [expecting(expect)]).results.flatMap(({ misses }) => misses.map(({ sentence }) => sentence))

test('the example’s cases pass, and say of every rule which of them fired it', () => {
  const report = runCases(release, exampleRulebook.cases)
  expect(report.results.flatMap(({ id, misses }) => misses.map(({ sentence }) => `${id}: ${sentence}`))).toEqual([])
  expect(report).toMatchObject({ passed: exampleRulebook.cases.length, failed: 0 })
  expect(report.coverage).toHaveLength(release.rules.size)
  expect(report.coverage.find(({ rule }) => rule === 'height-too-low')).toMatchObject({
    group: 'can-be-made',
    firedIn: ['height-too-low'],
  })
  expect(report.coverage.find(({ rule }) => rule === 'rush-fee')).toMatchObject({ excludedIn: ['plain-pair'] })
})

test.each<[string, Expectation, string]>([
  ['an outcome', { outcome: 'refused' }, 'outcome: expected refused, seen accepted'],
  ['a rule that was silent', { fires: ['rush-fee'] }, 'expected rush-fee to fire, it did not'],
  ['a rule that is not there', { fires: ['gone'] }, 'expected gone to fire, it did not: there is no such rule'],
  ['a rule that spoke', { notFires: ['prices#cr39'] }, 'expected prices#cr39 not to fire, it did'],
  ['causes', { causes: ['b', 'a', 'b'] }, 'causes: expected a, b, seen none'],
  ['a fact, in natural units', { right: { 'rx.sphere': -2250 } }, 'right rx.sphere: expected -2.25 D, seen -2.00 D'],
  ['a slot', { left: { 'program.generator': 'G' } }, 'left program.generator: expected G, seen G-CR'],
  ['a price', { total: 1 }, 'total: expected 1, seen 3000'],
  ['hours', { workingHours: 9 }, 'workingHours: expected 9, seen 8'],
  ['steps', { steps: ['generate', 'pack'] }, 'steps: expected generate, pack, seen generate, mount'],
  ['a fact called like a prototype', { job: { constructor: 1 } }, 'job constructor: expected 1, seen nothing'],
])('a case fails on %s and says so', (_, expectation, sentence) => {
  expect(sentencesOf(expectation)).toEqual([sentence])
})

test('a case that expects nothing passes', () => {
  expect(runCases(release, [expecting({})])).toMatchObject({ passed: 1, failed: 0 })
})
