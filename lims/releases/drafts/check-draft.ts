import { draftChecked } from '@ils/contract/events'
import { system } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import type { RunningTask } from '@ils/platform/queue/task'
import { runInThread } from '@ils/platform/threads/run-in-thread'
import { ThreadFailed } from '@ils/platform/threads/thread-failed'
import { threadModule } from '@ils/platform/threads/thread-module'
import type { Finding } from '@ils/rules/analysis/finding'
import type { App } from '../../app.ts'
import type { CheckOutcome } from './check-content.ts'
import { findCheckState, findOpenDraftsWith, isHeld } from './checks.ts'
import { callGate, subjectVersionOf } from '../gates/store.ts'
import { findRulebookText } from '../contents/store.ts'
import { checkRulebookTask } from '../tasks.ts'

const HEAP_MB = 2048

/** Checks a content once: a thread of its own finds what is wrong with it, and the drafts that hold it are told. */
export async function checkDraft(app: App, task: RunningTask<{ hash: string }>, heapMb = HEAP_MB): Promise<void> {
  const { hash } = task.data
  const known = await findCheckState(app.db, hash)
  if (known === 'passed' || known === 'failed' || !(await isHeld(app.db, hash))) return
  await callGate(app.db, 'keep_check', { hash, state: 'running', at: app.clock.now() })
  const began = performance.now()
  const outcome = await outcomeOf(app, task, heapMb)
  const { findings, failedCases } = outcome
  const passed = outcome.errors + outcome.warnings + outcome.casesFailed === 0
  await inTransaction(app.db, async (trx) => {
    await callGate(trx, 'keep_check', {
      ...{ hash, state: passed ? 'passed' : 'failed', at: app.clock.now() },
      ...{ errors: outcome.errors, warnings: outcome.warnings, advice: outcome.advice, accepted: outcome.accepted },
      ...{ cases_passed: outcome.casesPassed, cases_failed: outcome.casesFailed, findings, failed_cases: failedCases },
      seconds: Math.round(performance.now() - began) / 1000,
    })
    await tellDrafts(app, trx, hash, passed)
    await task.settle(trx)
  })
}

async function outcomeOf(app: App, task: RunningTask<{ hash: string }>, heapMb: number): Promise<CheckOutcome> {
  // It has taken whole processes with it, or the database was away all the time: somebody must hear of it.
  if (task.attempt >= checkRulebookTask.attempts)
    return notChecked(`it was begun ${task.attempt - 1} times and never came to an end`)
  const text = await findRulebookText(app.db, task.data.hash)
  try {
    return await runInThread<string, never, CheckOutcome>(threadModule(import.meta.url, 'check-thread'), text, {
      ...{ signal: task.signal, heapMb, lane: 'check' },
    })
  } catch (error) {
    if (!(error instanceof ThreadFailed)) throw error
    app.log.error({ err: error, hash: task.data.hash }, 'a rulebook could not be checked')
    return notChecked(error.message)
  }
}

/** What could not be looked at has not passed. */
function notChecked(why: string): CheckOutcome {
  const finding: Finding = {
    ...{ id: 'not-checked', kind: 'not-analysed', weight: 'error', certainty: 'certain' },
    ...{ rules: [], group: null, region: [], witness: null },
    message: `The rulebook could not be checked: ${why}. Any change to it has it checked again.`,
  }
  return {
    ...{ errors: 1, warnings: 0, advice: 0, accepted: 0, casesPassed: 0, casesFailed: 0 },
    ...{ findings: [finding], failedCases: [] },
  }
}

async function tellDrafts(app: App, trx: Trx, hash: string, passed: boolean): Promise<void> {
  for (const { id, name, version } of await findOpenDraftsWith(trx, hash)) {
    await record(
      app,
      trx,
      draftChecked,
      {
        ...{ subject: id, subjectVersion: await subjectVersionOf(trx, id), practice: null },
        data: { draftId: id, name, version, hash, passed },
      },
      system('releases'),
    )
  }
}
