import type { Cause } from '@ils/rules/engine/decision'
import type { Eye } from '@ils/rules/language/rulebook'

export const idOf = (cause: Pick<Cause, 'field' | 'eye' | 'code'>): string =>
  `cause-${cause.eye ?? 'job'}-${cause.field ?? ''}-${cause.code}`.replace(/[^\w-]/g, '_')

/** What somebody fills in; other facts follow from these. */
const typed = /^(rx|fitting|frame|order|design|material|tint|wearer)[.]/

/** Not filled in yet: no reproach while somebody is still typing. */
export const isOpen = ({ code, field, seen }: Pick<Cause, 'code' | 'field' | 'seen'>): boolean =>
  /(^|_)missing$/.test(code) || (field !== null && typed.test(field) && (seen === null || seen === undefined))

/** What speaks against the value of a field. */
export function against(causes: readonly Cause[], field: string, eye: Eye | null) {
  const mine = causes.filter(
    (cause) => cause.field === field && cause.eye === eye && cause.severity === 'refuse' && !isOpen(cause),
  )
  return { invalid: mine.length > 0, describedBy: mine.length > 0 ? mine.map(idOf).join(' ') : undefined }
}

/** What is still to be filled in, each field once. What a lens asks for is known once it is chosen. */
export function toFillIn(causes: readonly Cause[]): readonly Cause[] {
  const needed = causes.filter((cause) => cause.severity === 'refuse' && isOpen(cause))
  const lensOpen = needed.some(({ field }) => field === 'design.id')
  const asked = needed.filter((cause) => !lensOpen || cause.code === 'missing' || cause.eye === null)
  return [...new Map(asked.map((cause) => [`${cause.eye ?? ''} ${cause.field ?? cause.code}`, cause])).values()]
}
