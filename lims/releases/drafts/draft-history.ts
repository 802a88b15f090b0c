import type { HistoryRow } from './store.ts'

export interface DraftHistory {
  /** The version whose content an undo brings back, and the edit that it takes back. */
  readonly undo: { readonly to: number; readonly takesBack: number } | null
  /** The edit that a redo does again: its content comes back. */
  readonly redo: number | null
  /** Edits that count now: those that no undo took back. */
  readonly standing: ReadonlySet<number>
}

/**
 * What undo and redo lead to. Each is a version of its own that restores the content of an earlier one, so nothing is
 * ever lost; an edit made after an undo leaves nothing to do again.
 */
export function historyOf(rows: readonly HistoryRow[]): DraftHistory {
  const past: number[] = []
  let future: number[] = []
  let now = 0
  for (const { version, kind } of rows) {
    if (kind === 'undo') {
      future.push(now)
      now = past.pop() ?? 0
    } else if (kind === 'redo') {
      past.push(now)
      now = future.pop() ?? now
    } else {
      if (kind !== 'begin') past.push(now)
      future = []
      now = version
    }
  }
  const to = past.at(-1)
  return {
    undo: to === undefined ? null : { to, takesBack: now },
    redo: future.at(-1) ?? null,
    standing: new Set([...past, now]),
  }
}
