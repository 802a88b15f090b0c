/** What `ils doctor` saw. */
export interface Finding {
  readonly what: string
  readonly verdict: 'good' | 'warning' | 'bad'
  readonly seen: string
  /** What to do about it. */
  readonly todo?: string
}
