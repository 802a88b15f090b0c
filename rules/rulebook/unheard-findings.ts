import type { Finding } from '../analysis/finding.ts'
import { expandRulebook } from '../language/expand-rulebook.ts'
import type { Rulebook } from '../language/rulebook.ts'
import { unheardWhenOrdering } from './what-ordering-needs.ts'

/**
 * Groups that no ordering screen holds, and that can say something of an order: then it is said when the order is there
 * already. One that refuses, asks or holds is an error. One that could only be left undecided is advice: where it can be,
 * the analysis has found the gap.
 */
export function unheardFindings(rulebook: Rulebook): Finding[] {
  const rules = expandRulebook(rulebook)
  const accepted = new Map(rulebook.accepted.map(({ finding, by, why }) => [finding, { by, why }]))
  return unheardWhenOrdering(rulebook, rules).map(({ id: group }) => {
    const id = `unheard:${group}`
    const own = rules.filter((rule) => rule.group === group)
    const telling = own.filter(({ event }) => STOPPING.has(event.type))
    const known = accepted.get(id)
    return {
      ...{ id, kind: 'unheard', certainty: 'certain', group, region: [], witness: null },
      weight: telling.length > 0 ? 'error' : 'advice',
      rules: (telling.length > 0 ? telling : own).map((rule) => rule.id),
      message: `Group \`${group}\` can change what becomes of an order, and no ordering screen holds it: whoever orders hears of it only afterwards. Mark it \`ordering\`, if practices may see it.`,
      ...(known ? { accepted: known } : {}),
    }
  })
}

const STOPPING: ReadonlySet<string> = new Set(['refuse', 'confirm', 'hold'])
