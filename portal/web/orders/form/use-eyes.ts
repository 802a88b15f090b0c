import type { Cause } from '@ils/rules/engine/decision'
import { useSame } from '../../ui/use-same.ts'
import type { Facts, OrderForm } from './order-form.ts'

/** What both eyes have of one kind, and what is said of it; the same things as before as long as they say the same. */
export function useEyes(form: OrderForm, causes: readonly Cause[], prefix: 'rx.' | 'fitting.') {
  return {
    ordered: form.ordered,
    right: useSame(only(form.right, prefix)),
    left: useSame(only(form.left, prefix)),
    causes: useSame(causes.filter(({ field }) => field?.startsWith(prefix))),
  }
}

const only = (facts: Facts, prefix: string): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([id]) => id.startsWith(prefix)))
