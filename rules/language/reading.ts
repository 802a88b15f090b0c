/** What reading a text gave: the thing it says, or why it says nothing. */
export type Reading<Thing> = { readonly ok: true; readonly value: Thing } | Unreadable

export interface Unreadable {
  readonly ok: false
  readonly code: string
  readonly message: string
}

export const read = <Thing>(value: Thing): Reading<Thing> => ({ ok: true, value })

export const unreadable = (code: string, message: string): Unreadable => ({ ok: false, code, message })
