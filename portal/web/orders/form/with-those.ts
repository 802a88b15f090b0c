import type { JudgedCause } from '@ils/contract/validation'
import type { Cause } from '@ils/rules/engine/decision'
import type { FactValue } from '@ils/rules/vocabulary/fact'

/** Causes that only the LIMS knows, of rules that are not sent to screens, after those that were found here. */
export function withThose(own: readonly Cause[], ofLab: readonly JudgedCause[]): readonly Cause[] {
  const known = new Set(own.map(({ code }) => code))
  const more = ofLab
    .filter(({ code }) => !known.has(code))
    .map(({ code, severity, field, eye, message, seen, limit, settled }): Cause => ({
      code,
      severity,
      field,
      eye,
      message,
      // A value of a fact, by way of JSON.
      seen: seen as FactValue,
      limit,
      ...(settled && { settled: { how: settled.how, by: settled.by } }),
    }))
  return [...own, ...more]
}
