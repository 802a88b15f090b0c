import { exampleCases } from './example-cases.ts'
import { exampleCatalogue, exampleGroups } from './example-catalogue.ts'
import { exampleConditions, exampleRules, exampleTables } from './example-rules.ts'
import { exampleVocabulary } from './example-vocabulary.ts'
import type { Rulebook } from './rulebook.ts'

/** A small lab: every event, phase, hit policy, source of facts and form of condition, for tests and for reading. */
export const exampleRulebook: Rulebook = {
  format: 'lab-rules/1',
  name: 'example',
  settings: { languages: ['en', 'de'], currency: 'EUR', timeZone: 'Europe/Berlin', review: 'alone' },
  vocabulary: exampleVocabulary,
  catalogue: exampleCatalogue,
  groups: exampleGroups,
  conditions: exampleConditions,
  rules: exampleRules,
  tables: exampleTables,
  cases: exampleCases,
  accepted: [],
}
