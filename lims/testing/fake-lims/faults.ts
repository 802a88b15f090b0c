import type { Cause } from '@ils/contract/problem'
import type { RefusalCode } from '@ils/contract/refusals'
import { Refusal } from '@ils/platform/refusal'

/** What goes wrong with the next calls of one name; of `*`, with those of any. */
export type Fault =
  | {
      readonly refuse: RefusalCode
      readonly detail?: string
      readonly causes?: readonly Cause[]
      readonly retryAfter?: number
    }
  /** `before`: it was never carried out. `after`: it was, and nobody learns of it. */
  | { readonly cut: 'before' | 'after' }
  /** What stands in front of a LIMS that is away says. */
  | { readonly gateway: 502 | 503 | 504 }
  | { readonly slowMs: number }

export interface Faults {
  /** The next so many calls; all from now on, where it is left out. */
  readonly add: (name: string, fault: Fault, times?: number) => void
  readonly clear: () => void
  readonly take: (name: string) => Fault | undefined
}

export function openFaults(): Faults {
  const planned: { readonly name: string; readonly fault: Fault; left: number }[] = []
  return {
    add(name, fault, times = Infinity) {
      planned.push({ name, fault, left: times })
    },
    clear() {
      planned.length = 0
    },
    take(name) {
      const next = planned.find((plan) => plan.left > 0 && (plan.name === name || plan.name === '*'))
      if (next) next.left -= 1
      return next?.fault
    },
  }
}

export function refusalOf({ refuse, detail, causes = [], retryAfter }: Extract<Fault, { refuse: string }>): Refusal {
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  return new Refusal(refuse, detail ?? `The fake LIMS was told to refuse this: ${refuse}`, { causes, headers })
}
