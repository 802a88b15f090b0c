import { jobHeld, jobPicked } from '@ils/contract/job-events'
import type { PickMode } from '@ils/contract/floor-verbs'
import { releaseReservations, reserveBlanks, returnBlank, takeBlank, writeOffBlank } from '../../stock/public.ts'
import { field, mustBeInTheLab, mustNotBeHeld, refused, whereAndWho, type Act, type Change } from './act.ts'
import { eyeOf } from './break-lens.ts'
import { withTurns } from './flow.ts'
import type { Hands } from './hands.ts'
import { eyeName, fact, stepOf, withLens, type JobFact, type JobOnFloor, type LensOnFloor } from './job-on-floor.ts'
import { lensOf } from './lenses-meant.ts'
import { trackStop } from './track-stop.ts'
import { endOf } from './work-steps.ts'

const PICK = 'pick'

/** The pick of one lens; whatever it does says what it did to stock. */
export function pickBlank(hands: Hands, job: JobOnFloor, act: Act): Promise<Change> {
  mustBeInTheLab(job)
  const eye = eyeOf(act)
  const lens = lensOf(job, eye)
  const mode = field(act.scan, 'mode')
  if (mode === 'reverse') return putBack(hands, job, lens, act)
  mustNotBeHeld(job)
  const standsHere = stepOf(lens)?.step === PICK && (lens.state === 'ready' || lens.state === 'started')
  if (!standsHere || lens.stop !== null) throw trackStop(job, lens, PICK, act)
  if (mode === 'short') return Promise.resolve(sayShort(job, lens, act))
  if (mode === 'defect') return setAside(hands, job, lens, act)
  return take(hands, job, lens, act, mode)
}

async function take(
  { app, trx, actor }: Hands,
  job: JobOnFloor,
  lens: LensOnFloor,
  act: Act,
  mode: 'use' | 'exchange',
): Promise<Change> {
  const opc = needed(act, 'opc')
  if (mode === 'use' && lens.opc !== null && opc !== lens.opc) {
    const message = `opc: ${eyeName(lens.eye)} needs ${lens.opc}, and ${opc} was scanned; to use it all the same, scan exchange with a reason`
    throw refused('conflict', message, { code: 'wrong_blank', field: 'opc', value: opc, limit: lens.opc })
  }
  if (mode === 'exchange') needed(act, 'reason')
  const { lot = null, scanId } = act.scan
  const taken = await takeBlank(app, trx, actor, {
    ...{ jobId: job.id, eye: sideOf(lens), opc, lot, kind: mode === 'use' ? 'used' : 'exchanged', scanId, at: act.at },
  })
  if (!taken.taken && taken.why !== 'untracked') {
    const what = taken.why === 'none_of_lot' ? `none of lot ${lot ?? ''} of ${opc}` : `no ${opc}`
    throw refused('conflict', `By the books there is ${what}: count the shelf, or scan short`, {
      ...{ code: 'stock_short', field: 'opc', value: opc, limit: taken.balance },
    })
  }
  const got = withLens(job, lens.eye, { opc, lot: taken.lot, picked: true })
  const ended = endOf(got, [lensOf(got, lens.eye)], act, act.lab.stations.get(PICK)?.label ?? PICK)
  return {
    ...ended,
    facts: [picked(lens, act, mode, opc, taken.lot), ...ended.facts],
    stock: [
      taken.taken ? `${opc}: one taken of lot ${taken.lot}, ${taken.balance} left` : `${opc}: no stock is kept of it`,
    ],
  }
}

/** None is there: nothing was taken, and the job waits for one on purpose. */
function sayShort(job: JobOnFloor, lens: LensOnFloor, act: Act): Change {
  const opc = lens.opc ?? act.scan.opc ?? 'a blank'
  const reason = `${opc} is short for ${eyeName(lens.eye)}`
  const { owner = 'stores', until = null } = act.scan
  const hold = { code: 'blank_short', reason, owner, until, since: act.at.toISOString() }
  const held = fact(jobHeld, { ...whereAndWho(act), code: hold.code, reason, owner, until, rules: [] })
  return {
    job: { ...job, hold },
    facts: [picked(lens, act, 'short', lens.opc, null), held],
    sentence: `On hold: ${reason}`,
    stock: ['nothing was taken'],
    because: reason,
  }
}

/** A blank is no good: it goes off the shelf, and the lens still needs one. */
async function setAside({ app, trx, actor }: Hands, job: JobOnFloor, lens: LensOnFloor, act: Act): Promise<Change> {
  const opc = needed(act, 'opc')
  const { lot = null, reason = null, scanId } = act.scan
  const gone = await writeOffBlank(app, trx, actor, {
    ...{ opc, lot, kind: 'defect', jobId: job.id, eye: sideOf(lens), reason, scanId, at: act.at },
  })
  if (!gone.taken && gone.why !== 'untracked') {
    throw refused('conflict', `By the books there is no ${opc} to set aside`, {
      ...{ code: 'stock_short', field: 'opc', value: opc, limit: gone.balance },
    })
  }
  return {
    job,
    facts: [picked(lens, act, 'defect', opc, gone.lot)],
    sentence: `${opc} is set aside; ${eyeName(lens.eye)} needs another one`,
    stock: [gone.taken ? `${opc}: one written off, ${gone.balance} left` : `${opc}: no stock is kept of it`],
  }
}

async function putBack({ app, trx, actor }: Hands, job: JobOnFloor, lens: LensOnFloor, act: Act): Promise<Change> {
  const place = lens.route.findIndex(({ step }) => step === PICK)
  const begun = lens.at > place + 1 || lens.state === 'started' || pairIsPast(job, lens.route[place]?.at ?? 0)
  if (!lens.picked || lens.opc === null || begun) {
    const why = lens.picked ? 'work on it has begun: break it instead' : 'no blank was picked for it'
    throw refused('conflict', `${eyeName(lens.eye)} of job ${job.id}: ${why}`, {
      ...{ code: 'not_reversible', field: 'eye', value: lens.eye },
    })
  }
  const { opc } = lens
  const { reason = null, scanId } = act.scan
  const eye = sideOf(lens)
  const back = await returnBlank(app, trx, actor, {
    ...{ jobId: job.id, eye, opc, lot: lens.lot, reason, scanId, at: act.at },
  })
  await reserveBlanks(app, trx, job.id, [{ eye, opc, attempt: lens.attempt }])
  const next = withLens(job, lens.eye, { at: place, state: 'waiting', picked: false, lot: null, since: act.at })
  return {
    job: withTurns(next, act.lab),
    facts: [picked(lens, act, 'reverse', opc, lens.lot)],
    sentence: `${opc} is put back; ${eyeName(lens.eye)} stands before the pick`,
    stock: [back.returned ? `${opc}: one put back, ${back.balance} there` : `${opc}: no stock is kept of it`],
  }
}

/** Both together were worked on behind that place of the way. */
function pairIsPast(job: JobOnFloor, place: number): boolean {
  const pair = job.lenses.find(({ eye }) => eye === 'pair')
  if (!pair) return false
  return pair.route.some(({ at }, i) => at > place && (i < pair.at || (i === pair.at && pair.state === 'started')))
}

/** A blank that was lost leaves its lens in need of another one; one that was none after all needs none. */
export async function reserveAnew({ app, trx }: Hands, before: JobOnFloor, job: JobOnFloor): Promise<void> {
  const ended = job.endedAt !== null && before.endedAt === null
  if (ended) {
    await releaseReservations(app, trx, job.id)
    return
  }
  const anew = job.lenses.flatMap(({ eye, opc, attempt, picked: has }) => {
    const was = before.lenses.find((lens) => lens.eye === eye)
    return eye === 'pair' || !was || was.attempt === attempt || opc === null ? [] : [{ eye, opc, attempt, has }]
  })
  const free = anew.filter(({ has }) => has).map(({ eye }) => eye)
  if (free.length > 0) await releaseReservations(app, trx, job.id, free)
  // All at once: blanks are locked in one order by everybody.
  const wanted = anew.filter(({ has }) => !has).map(({ eye, opc, attempt }) => ({ eye, opc, attempt }))
  await reserveBlanks(app, trx, job.id, wanted)
}

const picked = (lens: LensOnFloor, act: Act, mode: PickMode, opc: string | null, lot: string | null): JobFact =>
  fact(jobPicked, {
    ...{ ...whereAndWho(act), station: act.scan.station ?? PICK },
    ...{ eye: lens.eye, mode, opc, planned: lens.opc, lot, reason: act.scan.reason ?? null },
  })

function needed(act: Act, name: 'opc' | 'reason'): string {
  const value = act.scan[name]
  if (value !== undefined) return value
  const message = `${name}: the pick mode ${act.scan.mode ?? ''} needs it`
  throw refused('invalid_request', message, { code: 'missing', field: name, value: null })
}

function sideOf({ eye }: LensOnFloor): 'right' | 'left' {
  if (eye === 'pair') throw new Error('a pair has no blank')
  return eye
}
