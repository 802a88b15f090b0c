/** What is wrong in a rulebook's text, so that its writer finds it without searching. */
export interface Fault {
  /** Stable: `unknown_fact`, `wrong_type`, `duplicate_key`, … */
  readonly code: string
  /** A sentence: what was found, what was expected, and the nearest valid word. */
  readonly message: string
  /** JSON pointer inside the file, or inside the whole rulebook when it did not come from files. */
  readonly pointer: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
  /** The rule, table row, fact or entry that it stands in. */
  readonly subject?: string
}
