import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import type { Decision } from '@ils/rules/engine/decision'
import type { Outcome } from '@ils/rules/language/rulebook'
import type { App, ReadyRelease } from '../../app.ts'
import { mustFindJudgement } from './find-judgement.ts'
import { judgeTwice } from './judge-twice.ts'

export interface Rejudged {
  readonly release: number
  readonly before: Outcome
  readonly after: Outcome
  readonly respects: string[]
  readonly price: number
  readonly rules: string[]
  readonly decision: Decision
}

/** Judges by another release what was judged. What was decided stays; that somebody asked is in the audit trail. */
export async function rejudge(
  app: App,
  actor: Actor,
  id: string,
  { release: number, reason }: { readonly release?: number; readonly reason: string },
): Promise<Rejudged> {
  const row = await mustFindJudgement(app.db, actor, id)
  const own = await app.rules.compiled(row.hash)
  const other = await releaseFor(app, number, row.practice)
  const { before, after, difference } = judgeTwice(own, other.compiled, row.moment, row.configuration)
  const rejudged: Rejudged = {
    release: other.number,
    before: before.outcome,
    after: after.outcome,
    respects: [...(difference?.respects ?? [])],
    price: after.job.total - before.job.total,
    rules: [...new Set([...(difference?.rules.values() ?? [])].flat())].sort(),
    decision: after,
  }
  const { before: was, after: is, respects } = rejudged
  await inTransaction(app.db, (trx) =>
    keepAudit(app, trx, actor, {
      action: 'judgement.rejudged',
      subject: id,
      practice: null,
      detail: { ownRelease: row.release, release: other.number, reason, before: was, after: is, respects },
    }),
  )
  return rejudged
}

async function releaseFor(app: App, number: number | undefined, practice: string | null): Promise<ReadyRelease> {
  if (number !== undefined) return app.rules.release(number)
  const { release } = await app.rules.inForce(practice)
  return release
}
