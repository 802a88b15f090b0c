import { numberOf, valueOf, wordOf, type CompiledRule } from './compile-effect.ts'
import type { Judgement, Saying } from './judgement.ts'

export function chargeFor({ charges }: Judgement, saying: Saying, rule: CompiledRule): void {
  const unit = numberOf(rule, 'unit', saying.values)
  const times = rule.params.has('times') ? numberOf(rule, 'times', saying.values) : 1
  // A price that is null is none: the rulebook's own totals say whether that may be.
  if (unit === null || times === null) return
  const code = wordOf(rule, 'code', saying.values) ?? ''
  charges.push({ amount: unit * times, code, eye: saying.eye, rule: rule.rule.id })
}

/**
 * A share of what was charged, said after all charges are known. On a lens it counts what that lens was charged.
 * `of` is a code, a list of codes, or `*`; `percent` counts tenths; `rounding` is the coin that the amount is made of.
 */
export function adjustLater(judgement: Judgement, saying: Saying, rule: CompiledRule): void {
  const { charges, adjustments } = judgement
  const percent = numberOf(rule, 'percent', saying.values)
  const of = valueOf(rule, 'of', saying.values)
  const coin = Math.max(1, numberOf(rule, 'rounding', saying.values) ?? 1)
  const code = wordOf(rule, 'code', saying.values) ?? ''
  if (percent === null) return
  adjustments.push(() => {
    const counts = (one: string): boolean => of === '*' || of === one || (Array.isArray(of) && of.includes(one))
    let sum = 0
    for (const charge of charges) {
      if (counts(charge.code) && (saying.eye === null || charge.eye === saying.eye)) sum += charge.amount
    }
    charges.push({
      amount: awayFromZero((sum * percent) / (1000 * coin)) * coin,
      code,
      eye: saying.eye,
      rule: rule.rule.id,
    })
  })
}

/** Rounds a half away from zero, and never to -0. */
export function awayFromZero(value: number): number {
  const rounded = Math.sign(value) * Math.floor(Math.abs(value) + 0.5)
  return rounded === 0 ? 0 : rounded
}
