import type { Draft } from '../../../contract/drafts.ts'
import type { OrderForm } from './order-form.ts'

/** What the form begins with. */
export interface Beginning {
  readonly form: OrderForm
  readonly draft: Draft | null
  readonly again: { readonly original: string; readonly kind: 'remake' | 'redo' | 'non_adapt' } | null
  /** It is only looked at: nothing of it is kept or sent. */
  readonly example: boolean
  readonly amends: { readonly id: string; readonly version: number } | null
}
