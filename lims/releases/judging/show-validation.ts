import type { Cause as Misread } from '@ils/contract/problem'
import type { JudgedCause, Validation } from '@ils/contract/validation'
import type { Cause } from '@ils/rules/engine/decision'
import type { Terms } from '@ils/rules/engine/judge-terms'
import type { Eye } from '@ils/rules/language/rulebook'
import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import type { ReadyRelease } from '../../app.ts'
import type { SimpleForm } from './simple-order/read-simple-order.ts'
import { simpleFields } from './simple-order/simple-fields.ts'

/** How the caller speaks of facts. */
export interface Speech {
  fieldOf(fact: string, eye: Eye | null): string
  valueOf(fact: string | null, value: unknown): unknown
  wordsOf(cause: Cause): Pick<Cause, 'message' | 'limit'>
}

/** The full form is the engine’s own. */
export const inFacts: Speech = { fieldOf: (fact) => fact, valueOf: (_, value) => value, wordsOf: (cause) => cause }

export const inSimpleForm = (form: SimpleForm): Speech => ({
  fieldOf: (fact, eye) => form.fieldOf(fact, eye),
  valueOf: (fact, value) => (fact === null ? value : form.valueOf(fact, value)),
  wordsOf: (cause) => form.wordsOf(cause),
})

export type Extras = Pick<Validation, 'decisionHash' | 'judgementId' | 'nearest' | 'nearestCut' | 'explanation'>

/** The decision as it is told to whoever orders. */
export function showValidation(
  release: ReadyRelease,
  decision: Terms,
  misread: readonly Misread[],
  speech: Speech,
  extras: Extras,
): Validation {
  const { job, outcome } = decision
  const causes = withoutEchoes(decision.causes, misread, speech).map((cause) =>
    showCause(release.compiled, cause, speech),
  )
  const charges = job.charges.map(({ code, eye, amount }) => ({ code, eye, amount }))
  return {
    valid: misread.length === 0 && outcome === 'accepted',
    outcome: misread.length === 0 ? outcome : 'refused',
    causes: misread.length === 0 ? causes : [...misread.map(showMisread), ...causes],
    unconfirmed: [...decision.unconfirmed],
    price: { currency: release.compiled.rulebook.settings.currency, total: job.total, charges },
    promise: { workingHours: job.promise.workingHours, calendar: job.promise.calendar },
    release: { number: release.number, hash: release.hash },
    ...extras,
  }
}

/** Fields that a fact comes from together with others: what could not be read there is missing here. */
const sums = new Map(simpleFields.filter(({ seat }) => seat === 'sum').map(({ path, fact }) => [fact, path]))

/** What could not be read is missing as well: that nothing is there is not said once more. */
function withoutEchoes(causes: readonly Cause[], misread: readonly Misread[], speech: Speech): readonly Cause[] {
  if (misread.length === 0) return causes
  const fields = new Set(misread.map(({ field }) => field))
  return causes.filter(({ severity, seen, field, eye }) => {
    if (severity !== 'refuse' || seen !== null || field === null) return true
    return !fields.has(speech.fieldOf(field, eye)) && !fields.has(sums.get(field) ?? '')
  })
}

function showCause({ rules }: CompiledRelease, cause: Cause, speech: Speech): JudgedCause {
  const { field, eye, rule, settled } = cause
  const words = speech.wordsOf(cause)
  const known = rule === undefined ? undefined : rules.get(rule)
  const compiled = known?.group.rules[known.position]
  return {
    code: cause.code,
    severity: cause.severity,
    field: field === null ? null : speech.fieldOf(field, eye),
    eye,
    message: words.message,
    seen: speech.valueOf(field, cause.seen),
    limit: words.limit,
    rule: rule ?? null,
    // Always a literal in a rulebook that was checked.
    overridable: compiled?.type === 'refuse' && compiled.params.get('overridable')?.literal === true,
    settled: settled ? { how: settled.how, by: settled.by, why: settled.why ?? null } : null,
  }
}

const showMisread = ({ code, field, message, value = null, limit = null }: Misread): JudgedCause => ({
  ...{ code, severity: 'refuse', field, eye: null, message, seen: value, limit },
  ...{ rule: null, overridable: false, settled: null },
})
