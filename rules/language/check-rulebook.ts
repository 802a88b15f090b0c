import { checkCases } from './check-cases.ts'
import { checkCatalogue } from './check-catalogue.ts'
import { checkShared } from './check-condition.ts'
import { checkGroupOrder, checkGroups } from './check-groups.ts'
import { checkJson } from './check-json.ts'
import { checkRules } from './check-rules.ts'
import { checkVocabulary } from './check-vocabulary.ts'
import type { Fault } from './fault.ts'
import { modelOf } from './model.ts'
import { readParts, type Parts } from './read-parts.ts'
import { EnoughFaults, openReport, type Tell } from './tell.ts'

/** Everything that a rulebook must satisfy before it is judged by; all faults at once. Of anything at all: never throws. */
export function checkRulebook(value: unknown): readonly Fault[] {
  const unwritable = checkJson(value)
  if (unwritable.length > 0) return unwritable
  const { tell, faults } = openReport()
  try {
    checkParts(readParts(value, tell), tell)
  } catch (error) {
    if (!(error instanceof EnoughFaults)) throw error
  }
  return faults
}

function checkParts(parts: Parts, tell: Tell): void {
  const known = modelOf(parts)
  const { shared, sizes } = checkShared(known, tell)
  const model = { ...known, shared }
  checkVocabulary(model, tell)
  checkCatalogue(model, tell)
  checkGroups(model, tell)
  checkGroupOrder(model, checkRules(model, sizes, tell), tell)
  checkCases(model, tell)
}
