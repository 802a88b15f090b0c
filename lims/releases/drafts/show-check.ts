import type { CheckSummary } from '@ils/contract/drafts'
import type { Fault } from '@ils/rules/language/fault'
import type { Finding } from '@ils/rules/analysis/finding'
import type { Db } from '@ils/platform/db/database'
import type { FailedCase } from './check-content.ts'
import { findLastCheck } from './checks.ts'
import { mustFindDraft } from './policy.ts'

export interface ShownCheck {
  readonly summary: CheckSummary
  readonly faults: Fault[]
  readonly findings: Finding[]
  readonly failedCases: FailedCase[]
}

/** The check of the newest version that has one; faults are those of the draft as it is now. */
export async function showCheck(db: Db, draftId: string): Promise<ShownCheck> {
  const { faults, version, good_version } = await mustFindDraft(db, draftId)
  const check = await findLastCheck(db, draftId)
  const summary: CheckSummary = {
    version: check?.version ?? good_version ?? version,
    state: check?.state ?? 'waiting',
    faults: faults.length,
    errors: check?.errors ?? 0,
    warnings: check?.warnings ?? 0,
    advice: check?.advice ?? 0,
    accepted: check?.accepted ?? 0,
    casesPassed: check?.cases_passed ?? 0,
    casesFailed: check?.cases_failed ?? 0,
    seconds: check?.seconds ?? null,
    at: check?.at.toISOString() ?? null,
  }
  return { summary, faults, findings: check?.findings ?? [], failedCases: check?.failed_cases ?? [] }
}
