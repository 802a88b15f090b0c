import type { Db } from '@ils/platform/db/database'

interface FlowRow {
  hash: string
  sealed: string
  ends_at: Date
}

export async function insertFlow(db: Db, flow: FlowRow): Promise<void> {
  await db('open_id_flows').insert(flow)
}

/** Uses a flow up: an answer of the provider counts once. */
export async function takeFlow(db: Db, hash: string, now: Date): Promise<FlowRow | undefined> {
  const [flow] = await db<FlowRow>('open_id_flows').where({ hash }).where('ends_at', '>', now).delete().returning('*')
  return flow
}

export async function forgetFlows(db: Db, endedBefore: Date): Promise<void> {
  await db('open_id_flows').where('ends_at', '<', endedBefore).delete()
}
