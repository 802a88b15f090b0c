import type { Actor } from '@ils/platform/actor'
import type { Db } from '@ils/platform/db/database'
import { Refusal } from '@ils/platform/refusal'
import { findJudgement, type JudgementRow } from './store.ts'

/** To credentials of one practice those of others do not exist. */
export async function mustFindJudgement(db: Db, actor: Actor, id: string): Promise<JudgementRow> {
  const row = await findJudgement(db, id)
  if (!row || (actor.practice !== null && row.practice !== actor.practice))
    throw new Refusal('not_found', `There is no judgement ${id}`)
  return row
}
