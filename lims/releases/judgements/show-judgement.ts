import type { Judgement } from '@ils/contract/judgements'
import type { FullConfiguration } from '@ils/contract/configuration'
import type { JudgementRow } from './store.ts'

export function showJudgement(row: JudgementRow): Judgement {
  const { id, at, practice, release, hash, moment, origin, outcome, causes, decision_hash, configuration } = row
  return {
    ...{ id, at: at.toISOString(), practice, release, hash, moment, origin, outcome },
    causes: causes.map(({ code, severity, rule, settled }) => ({ code, severity, rule, settled: settled !== null })),
    decisionHash: decision_hash,
    // It came in by this shape, and what may be kept of it went out as it was.
    configuration: configuration as FullConfiguration,
  }
}
