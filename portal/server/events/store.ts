import type { Db } from '@ils/platform/db/database'

export interface LimsEndpointRow {
  name: string
  endpoint_id: string
  url: string
  sealed: string
  registered_at: Date
  /** False: somebody at the LIMS paused it, and we ask by ourselves. */
  told: boolean
}

export async function listLimsEndpoints(db: Db): Promise<LimsEndpointRow[]> {
  return db<LimsEndpointRow>('lims_endpoints').orderBy('name')
}

export async function putLimsEndpoint(db: Db, row: LimsEndpointRow): Promise<void> {
  await db<LimsEndpointRow>('lims_endpoints').insert(row).onConflict('name').merge()
}

export async function findFeedPosition(db: Db): Promise<number | undefined> {
  return (await db<{ position: number }>('lims_feed').first('position'))?.position
}

export async function putFeedPosition(db: Db, position: number): Promise<void> {
  await db('lims_feed').insert({ one: true, position }).onConflict('one').merge()
}
