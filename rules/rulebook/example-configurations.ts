import type { Configuration, Rulebook } from '../language/rulebook.ts'
import type { Fact, FactValue } from '../vocabulary/fact.ts'

/** Mostly orders as they come, now and then one that is wrong. */
export function configurationBy(rulebook: Rulebook, random: () => number): Configuration {
  const oneOf = <T>(list: readonly T[]): T | null => list[Math.floor(random() * list.length)] ?? null
  const valueOf = (fact: Fact): FactValue => {
    if (random() < (fact.nullable ? 0.4 : 0.01)) return null
    const words =
      fact.valuesOf === undefined ? (fact.values ?? []) : (rulebook.catalogue[fact.valuesOf] ?? []).map(({ id }) => id)
    switch (fact.type) {
      case 'number': {
        const { min = -1000, max = 1000, step = 1 } = fact
        const beyond = random() < 0.01 ? step : 0
        return Math.floor((min + random() * (max - min)) / step) * step + beyond * Math.ceil((max - min) / step) || 0
      }
      case 'boolean':
        return random() < 0.5
      case 'enum':
        return random() < 0.01 ? 'unheard-of' : oneOf(words)
      case 'set':
        return words.filter(() => random() < 0.3).sort()
      case 'date':
        return `20${25 + Math.floor(random() * 8)}-06-15`
      case 'code':
        return `p-${Math.floor(random() * 4)}`
      case 'shape':
        return null
    }
  }
  const stated = (scope: Fact['scope']): Record<string, FactValue> =>
    Object.fromEntries(
      rulebook.vocabulary
        .filter(
          ({ source, scope: of, moment }) =>
            of === scope && moment === 'order' && ['given', 'world'].includes(source.kind),
        )
        .map((fact) => [fact.id, valueOf(fact)]),
    )
  const ordered = oneOf([['right', 'left'], ['right', 'left'], ['right'], ['left']] as const) ?? []
  return { ordered, job: stated('job'), right: stated('lens'), left: stated('lens') }
}
