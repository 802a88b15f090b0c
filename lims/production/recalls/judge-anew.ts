import { jobHeld, jobRejudged } from '@ils/contract/job-events'
import type { Recall } from '@ils/contract/recalls'
import type { Trx } from '@ils/platform/db/database'
import type { Cause, Decision } from '@ils/rules/engine/decision'
import type { App } from '../../app.ts'
import { keepJudgement } from '../../releases/public.ts'
import { releaseReservations, reserveBlanks } from '../../stock/public.ts'
import { whereAndWho, type Act, type Change } from '../floor/act.ts'
import { withTurns } from '../floor/flow.ts'
import { fact, lensesOnly, type Hold, type JobFact, type JobOnFloor, type LensOnFloor } from '../floor/job-on-floor.ts'
import { makingOf } from '../jobs/lenses-of-decision.ts'
import type { Making } from '../jobs/store.ts'
import type { ComparedJob } from './compare-job.ts'

export interface Anew extends ComparedJob {
  readonly making: Making
}

interface Judged {
  readonly did: 'held' | 'rejudged'
  readonly change: Change
  /** What is to be kept of the new decision; none where the job is held as it is. */
  readonly anew?: Anew
}

/**
 * Makes a job by the release in force: what was done stays done, what is ahead follows the new decision. Where the order
 * is not accepted any more, or something done would be different, nothing is changed and the job is held.
 */
export function judgeAnew(job: JobOnFloor, act: Act, compared: ComparedJob, recall: Recall): Judged {
  const { before, after, configuration, inTheWay } = compared
  const against = newlyAgainst(before, after)
  if (after.outcome !== 'accepted' && against.length > 0) {
    const why = [...new Set(against.map(({ message }) => message))].join('; ')
    return held(job, act, recall, { why: `${OUTCOMES[after.outcome]}: ${why}`, causes: against })
  }
  if (inTheWay.length > 0) return held(job, act, recall, { why: inTheWay.join('; '), causes: [] })
  const lenses = job.lenses.map((lens) => goingOn(lens, compared.planned))
  const next: JobOnFloor = {
    ...job,
    ...{ release: compared.release.number, lenses, total: after.job.total },
    workingHours: after.job.promise.workingHours ?? 0,
    calendar: after.job.promise.calendar,
  }
  const same = compared.differences.length === 0
  return {
    did: 'rejudged',
    anew: { ...compared, making: { configuration, making: makingOf(after) } },
    change: {
      job: withTurns(next, act.lab),
      facts: [rejudged(job, next, recall, compared)],
      sentence: same
        ? `Decided by release ${next.release} now, and nothing differs`
        : `Decided by release ${next.release} now: ${compared.differences.join('; ')}`,
      because: `release ${next.release} decides it now`,
    },
  }
}

const OUTCOMES = {
  accepted: 'accepted',
  refused: 'the lab cannot make it any more',
  confirm: 'somebody has to confirm it',
  hold: 'a rule holds it',
} as const

/** What stops the order now and did not when it was taken: what somebody has seen to once is seen to. */
function newlyAgainst(before: Decision, after: Decision): Cause[] {
  const stopping = ({ severity, settled }: Cause): boolean => severity !== 'advise' && settled === undefined
  const name = ({ code, eye, severity, message }: Cause): string => JSON.stringify([code, eye, severity, message])
  const known = new Set(before.causes.filter(stopping).map(name))
  return after.causes.filter((cause) => stopping(cause) && !known.has(name(cause)))
}

function held(
  job: JobOnFloor,
  act: Act,
  recall: Recall,
  { why, causes }: { readonly why: string; readonly causes: readonly Cause[] },
): Judged {
  const { release, reason, owner = null } = recall
  const said = `recall of release ${release}, ${reason}: ${why}`
  const hold: Hold = {
    ...{ code: causes[0]?.code ?? 'recalled', reason: said, owner, until: null },
    since: job.hold?.since ?? act.at.toISOString(),
  }
  const rules = [...new Set(causes.flatMap(({ rule }) => (rule === undefined ? [] : [rule])))]
  const { code, until } = hold
  return {
    did: 'held',
    change: {
      job: { ...job, hold },
      facts: [fact(jobHeld, { ...whereAndWho(act), code, reason: said, owner, until, rules })],
      sentence: `On hold: ${why}`,
      because: `on hold: ${said}`,
    },
  }
}

/** The same lens on its new way, which begins with the steps that are done. */
function goingOn(lens: LensOnFloor, planned: readonly LensOnFloor[]): LensOnFloor {
  const then = planned.find(({ eye }) => eye === lens.eye)
  if (!then) throw new Error(`the new decision has no ${lens.eye}, which was to be found before`)
  const { route, opc } = then
  const ahead = lens.state === 'done' && lens.at < route.length
  return { ...lens, route, opc: lens.picked ? lens.opc : opc, state: ahead ? 'waiting' : lens.state }
}

function rejudged(job: JobOnFloor, next: JobOnFloor, { reason }: Recall, { differences }: ComparedJob): JobFact {
  return fact(jobRejudged, {
    ...{ reason, before: String(job.release), after: String(next.release), differences: [...differences] },
    routes: Object.fromEntries(next.lenses.map(({ eye, route }) => [eye, route.map(({ step, at }) => ({ step, at }))])),
  })
}

/** Keeps the judgement, and promises other blanks to lenses that have none yet; answers the job with its proof. */
export async function keepAnew(app: App, trx: Trx, job: JobOnFloor, anew: Anew): Promise<JobOnFloor> {
  const { release, configuration, after: decision } = anew
  const judged = { practice: job.practice, release, moment: 'order', origin: 'job', configuration, decision } as const
  const kept = await keepJudgement(app, trx, judged)
  for (const { eye, opc, picked, attempt } of lensesOnly(job)) {
    if (eye === 'pair' || picked) continue
    if (opc === null) await releaseReservations(app, trx, job.id, [eye])
    else await reserveBlanks(app, trx, job.id, [{ eye, opc, attempt }])
  }
  return { ...job, judgementId: kept.id, decisionHash: kept.decisionHash }
}
