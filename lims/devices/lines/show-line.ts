import type { Line } from '@ils/contract/devices'
import type { LineRow } from './store.ts'

export function showLine(row: LineRow): Line {
  const { id, machine, kind, port, peers, folders, settings, enabled, version, state } = row
  return {
    ...{ id, machine, kind, port, peers, folders, settings, enabled, version, state, stateNote: row.state_note },
    seenAt: row.seen_at?.toISOString() ?? null,
    changedAt: row.changed_at.toISOString(),
  }
}
