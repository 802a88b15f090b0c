import type { FullConfiguration } from '@ils/contract/configuration'
import { configurationBy } from '@ils/rules/rulebook/example-configurations'
import type { Configuration, Eye, Rulebook } from '@ils/rules/language/rulebook'
import type { Fact, FactValue } from '@ils/rules/vocabulary/fact'

type Facts = Record<string, FactValue>

const eyes: readonly Eye[] = ['right', 'left']
/** Of three orders one is as it comes, one has some values drawn anew, and of the rest most are drawn wholly. */
const AS_THEY_COME = 0.35
const CHANGED = 0.85
const MOST_CHANGES = 4

/**
 * Orders without end, from those that are made every day to those that nobody could mean: what practices send, the same
 * with a few values drawn from all that the vocabulary allows (and now and then from beyond), and orders of nothing but
 * drawn values. What only the lab says is not in them, as it is in no order form.
 */
export function* randomOrders(
  rulebook: Rulebook,
  usual: readonly FullConfiguration[],
  random: () => number,
): Generator<FullConfiguration, never, undefined> {
  const stated = rulebook.vocabulary.filter(({ source, moment }) => source.kind === 'given' && moment === 'order')
  const givenIds = new Set(stated.map(({ id }) => id))
  givenIds.delete('practice.id')
  const shapes = shapesIn(usual)
  const oneOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  const said = (facts: Readonly<Facts> | undefined): Facts =>
    Object.fromEntries(Object.entries(facts ?? {}).filter(([id, value]) => givenIds.has(id) && value !== null))

  for (;;) {
    const share = random()
    // Its form is the engine's: the wire only says less of what a value may be.
    const base = (share < CHANGED ? oneOf(usual) : undefined) as Configuration | undefined
    const drawn = configurationBy(rulebook, random)
    const { ordered } = base ?? drawn
    const order = {
      ordered: [...ordered],
      job: said((base ?? drawn).job),
      right: said((base ?? drawn).right),
      left: said((base ?? drawn).left),
    }
    const changes = share < AS_THEY_COME ? 0 : 1 + Math.floor(random() * MOST_CHANGES)
    for (let i = 0; i < changes; i++) redraw(order, oneOf(stated.filter(({ id }) => givenIds.has(id))), drawn)
    yield { ...order, language: random() < 0.5 ? 'en' : 'de' }
  }

  function redraw(order: Readonly<Record<'job' | Eye, Facts>>, fact: Fact | undefined, drawn: Configuration): void {
    if (!fact) return
    const of = fact.scope === 'job' ? 'job' : (oneOf(eyes) ?? 'right')
    const value = fact.type === 'shape' ? (oneOf(shapes.get(fact.id) ?? []) ?? null) : (drawn[of]?.[fact.id] ?? null)
    if (value === null)
      delete order[of][fact.id] // eslint-disable-line @typescript-eslint/no-dynamic-delete -- ids of the vocabulary
    else order[of][fact.id] = value
  }
}

/** Traces and holes are not drawn from nothing: those of other orders are put where they do not belong. */
function shapesIn(usual: readonly FullConfiguration[]): Map<string, FactValue[]> {
  const found = new Map<string, FactValue[]>()
  for (const { right, left } of usual) {
    for (const [id, value] of [...Object.entries(right ?? {}), ...Object.entries(left ?? {})]) {
      // The only objects in an order are shapes.
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        found.set(id, [...(found.get(id) ?? []).slice(-200), value])
    }
  }
  return found
}
