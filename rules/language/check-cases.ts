import type { Fact, Scope } from '../vocabulary/fact.ts'
import { wrongValue } from './check-value.ts'
import { pointerTo } from './json-pointer.ts'
import { findFact, tellTwice, type Model } from './model.ts'
import { nearestWord } from './nearest-word.ts'
import type { Tell } from './tell.ts'

/** Cases: facts that can be given, of their types, and rules that there are. */
export function checkCases(model: Model, tell: Tell): void {
  tellTwice(model.parts.cases, ({ id }) => id, ['case', tell])
  const rules = new Set(model.parts.rules.map(({ part }) => part.id))
  for (const { part } of model.parts.tables) for (const row of part.rows) rules.add(`${part.id}#${row.id}`)
  const unlimited = new Map<Fact, Fact>()
  for (const { part, at } of model.parts.cases) {
    const { configuration, expect } = part
    const tellOf: Tell = (code, message, pointer) => tell(code, message, pointer, part.id)
    const place = { model, tell: tellOf, unlimited }
    for (const eye of ['job', 'right', 'left'] as const) {
      const scope = eye === 'job' ? 'job' : 'lens'
      checkFacts(configuration[eye], `${at}/configuration/${eye}`, { ...place, scope, isGiven: true })
      checkFacts(expect[eye], `${at}/expect/${eye}`, { ...place, scope, isGiven: false })
    }
    for (const key of ['fires', 'notFires'] as const)
      expect[key]?.forEach((id, i) => {
        if (rules.has(id) || model.parts.doubtful.has(id.split('#')[0] ?? id)) return
        const nearest = nearestWord(id, rules)
        const end = nearest === null ? '.' : `, did you mean \`${nearest}\`?`
        tellOf('unknown_rule', `Unknown rule \`${id.slice(0, 100)}\`${end}`, `${at}/expect/${key}/${i}`)
      })
    const { language } = configuration
    if (language !== undefined && model.languages.length > 0 && !model.languages.includes(language))
      tellOf(
        'unknown_language',
        `The settings have no language \`${language.slice(0, 40)}\`.`,
        `${at}/configuration/language`,
      )
  }
}

interface FactsPlace {
  readonly scope: Scope
  /** Given by the configuration, not looked at afterwards. */
  readonly isGiven: boolean
  readonly model: Model
  readonly tell: Tell
  /** Facts as they are looked at: made once for all cases. */
  readonly unlimited: Map<Fact, Fact>
}

function checkFacts(values: Readonly<Record<string, unknown>> | undefined, at: string, place: FactsPlace): void {
  const { scope, isGiven, model, tell, unlimited } = place
  for (const [id, value] of Object.entries(values ?? {})) {
    const valueAt = pointerTo(at, id)
    const fact = findFact(model, id, valueAt, tell)
    if (!fact) continue
    // A lens sees the job's facts too.
    if (fact.scope !== scope && (isGiven || scope === 'job'))
      tell('wrong_scope', `\`${id}\` is a fact of the ${fact.scope}, not of the ${scope}.`, valueAt)
    if (isGiven && !isGivable(fact))
      tell('not_given', `\`${id}\` cannot be given: its source is ${fact.source.kind}.`, valueAt)
    // A case may show what becomes of a number that is out of range.
    let shown = unlimited.get(fact)
    if (!shown) unlimited.set(fact, (shown = withoutLimits(fact)))
    const wrong = value === null ? null : wrongValue(shown, value, model.vocabulary)
    if (wrong) tell(wrong.code, wrong.message, valueAt)
  }
}

const isGivable = ({ source }: Fact): boolean => source.kind === 'given' || source.kind === 'world'

function withoutLimits({ min: _min, max: _max, step: _step, ...fact }: Fact): Fact {
  return fact
}
