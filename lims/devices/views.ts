import type { DesignRequest } from '@ils/contract/devices'
import type { Db } from '@ils/platform/db/database'

export interface DesignRequestRow {
  id: string
  line: string
  job_id: string
  eyes: ('right' | 'left')[]
  attempt: number
  file: string
  state: DesignRequest['state']
  surface_files: string[]
  note: string | null
  asked_at: Date
  answered_at: Date | null
}

export interface DesignRequestsWanted {
  readonly limit: number
  readonly after: { readonly at: Date; readonly id: string } | undefined
  readonly job: string | undefined
  readonly state: DesignRequest['state'] | undefined
}

export async function listDesignRequestRows(db: Db, wanted: DesignRequestsWanted): Promise<DesignRequestRow[]> {
  const { limit, after, job, state } = wanted
  const query = db<DesignRequestRow>('design_requests').orderBy('asked_at', 'desc').orderBy('id', 'desc').limit(limit)
  if (job !== undefined) void query.where({ job_id: job })
  if (state !== undefined) void query.where({ state })
  if (after) void query.whereRaw('(asked_at, id) < (?, ?)', [after.at, after.id])
  return query
}

export function showDesignRequest(row: DesignRequestRow): DesignRequest {
  const { id, line, eyes, attempt, file, state, note } = row
  return {
    ...{ id, line, jobId: row.job_id, eyes, attempt, file, state, surfaceFiles: row.surface_files, note },
    ...{ askedAt: row.asked_at.toISOString(), answeredAt: row.answered_at?.toISOString() ?? null },
  }
}
