import { eventRules } from './event-params.ts'
import { tellTwice, type Model } from './model.ts'
import { didYouMean } from './nearest-word.ts'
import { orderGroups, type JudgedParts } from './order-groups.ts'
import type { Tell } from './tell.ts'

/** Groups by themselves: what they write is theirs. */
export function checkGroups({ parts, vocabulary }: Model, tell: Tell): void {
  tellTwice(parts.groups, ({ id }) => id, ['group', tell])
  for (const { part: group, at } of parts.groups) {
    if (group.total === true && group.writes.length === 0)
      tell('empty_list', `\`${group.id}\` must decide all that it writes, which is nothing.`, `${at}/writes`, group.id)
    if (group.hit === 'tightest' && !['tolerance', 'derive', 'make'].includes(group.phase))
      tell(
        'wrong_policy',
        `\`tightest\` chooses among tolerances and limits, not in the phase ${group.phase}.`,
        `${at}/hit`,
        group.id,
      )
    group.writes.forEach((target, i) => {
      const fact = vocabulary.facts.get(target)
      const writesAt = `${at}/writes/${i}`
      if (fact && (fact.source.kind !== 'derived' || fact.source.group !== group.id)) {
        const owner =
          fact.source.kind === 'derived' ? `the group \`${fact.source.group}\`` : `its source, ${fact.source.kind}`
        tell('not_derived', `\`${target}\` is not derived by \`${group.id}\` but by ${owner}.`, writesAt, group.id)
      }
      if (!fact && ['derive', 'make'].includes(group.phase) && !parts.doubtful.has(target)) {
        const end = didYouMean(target, vocabulary.facts.keys())
        tell('unknown_fact', `Unknown fact \`${target.slice(0, 100)}\`${end}`, writesAt, group.id)
      }
    })
  }
}

/** Groups together: each must find what it reads already written. */
export function checkGroupOrder(model: Model, rules: readonly JudgedParts[], tell: Tell): void {
  const groups = model.parts.groups.map(({ part }) => part)
  const facts = model.parts.facts.map(({ part }) => part)
  const { cycles } = orderGroups(groups, rules, facts, model.shared)
  for (const steps of cycles) {
    const [first] = steps
    if (!first) continue
    const at = model.parts.groups.find(({ part }) => part.id === first.group)?.at ?? '/groups'
    if (steps.length === 1) {
      const message = `\`${first.group}\` reads \`${first.fact}\`, which it writes itself: rules of one group do not see each other.`
      tell('chaining', message, at, first.group)
      continue
    }
    const circle = steps.map(({ group, fact }) => `\`${group}\` reads \`${fact}\``).join(', ')
    tell(
      'group_cycle',
      `Groups wait for each other in a circle: ${circle}, which \`${first.group}\` is needed for.`,
      at,
      first.group,
    )
  }
}

/** The phases in which an event may be said, for a sentence. */
export const phasesOf = (type: keyof typeof eventRules): string => eventRules[type].phases?.join(', ') ?? 'every phase'
