import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import type { CompiledFact } from '@ils/rules/engine/compiled-fact'
import type { Decision } from '@ils/rules/engine/decision'
import { valueRead } from '@ils/rules/engine/read-configuration'
import type { Configuration } from '@ils/rules/language/rulebook'
import type { FactValue } from '@ils/rules/vocabulary/fact'

export interface Keepable {
  readonly configuration: Configuration
  /** Something that is judged was left out: the decision on the rest may be another. */
  readonly less: boolean
}

type Facts = Readonly<Record<string, FactValue>>

/**
 * What may be kept of a configuration: facts that the rulebook asks for, with values of their types. Whatever else a
 * program sends along could name a wearer, and nobody would find it again to forget it.
 */
export function keepableOf(
  { given, rulebook }: CompiledRelease,
  { ordered, job, right, left, language, confirmed = [], overrides = [] }: Configuration,
  { causes }: Decision,
): Keepable {
  const kept = {
    job: known(job, given.job),
    right: right && known(right, given.lens),
    left: left && known(left, given.lens),
  }
  const spoken = language !== undefined && rulebook.settings.languages.includes(language)
  const codes = new Set(causes.map(({ code }) => code))
  const said = {
    confirmed: confirmed.filter(({ code }) => codes.has(code)),
    overrides: overrides.filter(({ code }) => codes.has(code)),
  }
  return {
    configuration: {
      ordered,
      job: kept.job,
      ...(kept.right && { right: kept.right }),
      ...(kept.left && { left: kept.left }),
      ...(said.confirmed.length > 0 && { confirmed: said.confirmed }),
      ...(said.overrides.length > 0 && { overrides: said.overrides }),
      ...(spoken && { language }),
    },
    less: kept.job !== job || kept.right !== right || kept.left !== left || (language !== undefined && !spoken),
  }
}

/** The very same where nothing has to go. */
function known(facts: Facts, asked: readonly CompiledFact[]): Facts {
  const kept: Record<string, FactValue> = {}
  let count = 0
  for (const one of asked) {
    const { id } = one.fact
    if (!Object.hasOwn(facts, id)) continue
    const value = facts[id]
    if (value !== null && (value === undefined || valueRead(one, value) === undefined)) continue
    kept[id] = value
    count++
  }
  return count === Object.keys(facts).length ? facts : kept
}
