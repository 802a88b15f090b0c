import type { Judgement } from '@ils/contract/judgements'
import type { Actor } from '@ils/platform/actor'
import type { Decision } from '@ils/rules/engine/decision'
import { explain, type Explanation } from '@ils/rules/engine/explain-decision'
import { hashDecision } from '@ils/rules/engine/hash-decision'
import { judge } from '@ils/rules/engine/judge'
import type { App } from '../../app.ts'
import { mustFindJudgement } from './find-judgement.ts'
import { showJudgement } from './show-judgement.ts'

export interface Replayed {
  readonly judgement: Judgement
  readonly identical: boolean
  readonly decisionHash: string
  readonly decision: Decision
  readonly explanation: Explanation | null
}

/** Judges once more what was judged, by the content that judged it, and compares the bytes by their hash. */
export async function replayJudgement(
  app: App,
  actor: Actor,
  id: string,
  { withReasons }: { readonly withReasons: boolean },
): Promise<Replayed> {
  const row = await mustFindJudgement(app.db, actor, id)
  const release = await app.rules.compiled(row.hash)
  const decision = judge(release, row.moment, row.configuration)
  const decisionHash = hashDecision(decision)
  return {
    judgement: showJudgement(row),
    identical: decisionHash === row.decision_hash,
    decisionHash,
    decision,
    explanation: withReasons ? explain(release, decision) : null,
  }
}
