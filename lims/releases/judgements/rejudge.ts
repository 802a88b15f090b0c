import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import type { Decision } from '@ils/rules/engine/decision'
import { judge } from '@ils/rules/engine/judge'
import type { Outcome } from '@ils/rules/language/rulebook'
import { compareDecisions } from '@ils/rules/rulebook/compare-decisions'
import { ruleKnowledge, type RuleKnowledge } from '@ils/rules/rulebook/rule-knowledge'
import type { App, ReadyRelease } from '../../app.ts'
import { mustFindJudgement } from './find-judgement.ts'

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
  const before = judge(own, row.moment, row.configuration)
  const after = judge(other.compiled, row.moment, row.configuration)
  const known = { before: knowledgeOf(own), after: knowledgeOf(other.compiled) }
  const difference = compareDecisions(before, after, known)
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

const knowledge = new WeakMap<CompiledRelease, RuleKnowledge>()

/** What a release knows of its rules is gathered once. */
function knowledgeOf(release: CompiledRelease): RuleKnowledge {
  const known = knowledge.get(release) ?? ruleKnowledge(release)
  knowledge.set(release, known)
  return known
}
