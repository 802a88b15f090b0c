import { FORMAT, type Rulebook } from '@ils/rules/language/rulebook'

/** What a draft from nothing begins with: the smallest rulebook that loads. It accepts everything and asks for nothing. */
export const emptyRulebook: Rulebook = {
  format: FORMAT,
  name: 'rulebook',
  settings: { languages: ['en'], currency: 'EUR', timeZone: 'Europe/Berlin', review: 'two' },
  vocabulary: [],
  catalogue: {},
  groups: [],
  conditions: {},
  rules: [],
  tables: [],
  cases: [],
  accepted: [],
}
