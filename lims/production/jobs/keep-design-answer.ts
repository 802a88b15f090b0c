import { jobHeld } from '@ils/contract/job-events'
import type { Actor } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import type { Cause, Decision } from '@ils/rules/engine/decision'
import { judge } from '@ils/rules/engine/judge'
import type { Configuration } from '@ils/rules/language/rulebook'
import type { FactValue } from '@ils/rules/vocabulary/fact'
import type { App } from '../../app.ts'
import { reserveBlanks } from '../../stock/public.ts'
import { fact, lensesOnly, stepOf, withLens, type Hold, type JobFact, type JobOnFloor } from '../floor/job-on-floor.ts'
import { keepChange } from '../floor/keep-change.ts'
import { readGiven } from '../floor/read-given.ts'
import { labOf } from '../lab/lab-of-release.ts'
import { blankFacts } from './blank-facts.ts'
import type { MakingOfJob } from './lenses-of-decision.ts'
import { findMaking, lockJob, updateMaking } from './store.ts'

type Eye = 'right' | 'left'
type Facts = Readonly<Record<string, FactValue>>

/** What a design engine said of one lens. */
export interface AnsweredLens {
  /** Which making of the lens was asked for. */
  readonly attempt: number
  /** In natural units: `sphere`, `centre`, `minimumBlank`, … of the family `answer`. */
  readonly facts: Readonly<Record<string, number | string | boolean>>
  /** Labels as they came, for the machines that list them: `LDPATH`, `LDPATH@GEN-2`. */
  readonly labels: Readonly<Record<string, string>>
}

export interface DesignAnswer {
  readonly jobId: string
  readonly step: string
  readonly lenses: Readonly<Partial<Record<Eye, AnsweredLens>>>
  /** Who answered, for the story: `LDS-1`. */
  readonly by: string
}

export type KeptAnswer =
  | { readonly outcome: 'accepted'; readonly repicked: Readonly<Partial<Record<Eye, string>>> }
  | { readonly outcome: 'held'; readonly reason: string }
  /** The lenses that were asked for are not waiting for it any more. */
  | { readonly outcome: 'late' }

const REPICK = 'label.OPC@answer'

/**
 * Keeps what a design engine answered with the job: from then on its lenses are inspected against it. The release that
 * decided the job judges it; what it does not accept stops the job, and another blank is promised where it says so.
 */
export async function keepDesignAnswer(app: App, trx: Trx, actor: Actor, answer: DesignAnswer): Promise<KeptAnswer> {
  const job = await lockJob(trx, { id: answer.jobId })
  const kept = await findMaking(trx, answer.jobId)
  if (!job || !kept) throw new Error(`job ${answer.jobId} was asked for and is not there`)
  const lenses = waiting(job, answer)
  if (job.endedAt !== null || lenses.length === 0) return { outcome: 'late' }
  const { compiled } = await app.rules.release(job.release)
  const before = kept.configuration as Configuration // Kept as it was judged.
  const configuration = lenses.reduce<Configuration>(
    (now, [eye, { facts }]) => ({ ...now, [eye]: { ...now[eye], ...answerFacts(compiled, facts) } }),
    before,
  )
  const decision = judge(compiled, 'answer', configuration)
  const eyes = lenses.map(([eye]) => eye)
  const opcs = repicked(job, decision, eyes)
  const making = lenses.reduce(
    (now, [eye, { labels }]) => withAnswer(compiled, now, eye, configuration[eye] ?? {}, labels, opcs[eye]),
    kept.making as MakingOfJob, // Kept as `createJob` made it.
  )
  await updateMaking(trx, job.id, { configuration, making })
  const stopping = decision.causes.filter((cause) => stops(cause, eyes))
  const next = Object.entries(opcs).reduce((now, [eye, opc]) => withLens(now, eye as Eye, { opc }), job)
  const change = stopping.length === 0 ? { job: next, facts: [] } : held(next, stopping, answer, app.clock.now())
  const reason = stopping.map(({ message }) => message).join('; ')
  const because = stopping.length === 0 ? {} : { because: reason }
  await keepChange(
    app,
    trx,
    actor,
    job,
    { ...change, ...because, sentence: reason },
    {
      ...{ lab: labOf(compiled), at: app.clock.now() },
    },
  )
  await reserveBlanks(
    app,
    trx,
    job.id,
    lenses.flatMap(([eye, { attempt }]) => {
      const opc = opcs[eye]
      return opc === undefined ? [] : [{ eye, opc, attempt }]
    }),
  )
  return stopping.length === 0 ? { outcome: 'accepted', repicked: opcs } : { outcome: 'held', reason }
}

/** A lens that was lost since has another attempt, and one whose step is over has its answer already. */
const waiting = (job: JobOnFloor, { step, lenses }: DesignAnswer): [Eye, AnsweredLens][] =>
  lensesOnly(job).flatMap((lens): [Eye, AnsweredLens][] => {
    const said = lens.eye === 'pair' ? undefined : lenses[lens.eye]
    if (lens.eye === 'pair' || said?.attempt !== lens.attempt || stepOf(lens)?.step !== step) return []
    return [[lens.eye, said]]
  })

/** Of what an engine says, a rulebook takes what it has facts for. */
function answerFacts(release: CompiledRelease, facts: AnsweredLens['facts']): Facts {
  const known = new Set(release.rulebook.vocabulary.map(({ id }) => id))
  return readGiven(
    release,
    'answer',
    Object.fromEntries(Object.entries(facts).filter(([id]) => known.has(`answer.${id}`))),
  )
}

const stops = ({ eye, severity, settled }: Cause, eyes: readonly Eye[]): boolean =>
  severity !== 'advise' && settled === undefined && (eye === null || eyes.includes(eye))

function repicked(job: JobOnFloor, decision: Decision, eyes: readonly Eye[]): Partial<Record<Eye, string>> {
  return Object.fromEntries(
    lensesOnly(job).flatMap((lens) => {
      if (lens.eye === 'pair' || lens.picked || !eyes.includes(lens.eye)) return []
      const opc = decision.lenses[lens.eye]?.make[REPICK]
      return typeof opc === 'string' && opc !== lens.opc ? [[lens.eye, opc]] : []
    }),
  )
}

function withAnswer(
  ...[release, making, eye, asked, labels, opc]: [
    CompiledRelease,
    MakingOfJob,
    Eye,
    Facts,
    AnsweredLens['labels'],
    string | undefined,
  ]
): MakingOfJob {
  const lens = making.lenses[eye]
  if (!lens) return making
  const answered = Object.fromEntries(Object.entries(asked).filter(([id]) => id.startsWith('answer.')))
  const slots = Object.fromEntries(Object.entries(labels).map(([label, text]) => [`label.${label}`, text]))
  const blank = opc === undefined ? {} : blankFacts(release, opc)
  const { 'blank.diameter': diameter } = blank
  const make = {
    ...{ ...lens.make, ...slots },
    ...(opc === undefined ? {} : { 'label.OPC': opc }),
    ...(diameter === undefined || !('label.DIA' in lens.make) ? {} : { 'label.DIA': diameter }),
  }
  const facts = { ...lens.facts, ...answered, ...blank, ...(opc === undefined ? {} : { 'lens.opc': opc }) }
  return { ...making, lenses: { ...making.lenses, [eye]: { ...lens, make, facts } } }
}

/** Held again it has the newer reason, as with every hold. */
function held(job: JobOnFloor, causes: readonly Cause[], { by }: DesignAnswer, now: Date) {
  const reason = causes.map(({ message }) => message).join('; ')
  const hold: Hold = {
    ...{ code: causes[0]?.code ?? null, reason, owner: 'optics', until: null },
    since: job.hold?.since ?? now.toISOString(),
  }
  const rules = [...new Set(causes.flatMap(({ rule }) => (rule === undefined ? [] : [rule])))]
  const nowhere = { station: null, operator: by, machine: by, scanId: null, note: null }
  const said = fact(jobHeld, { ...nowhere, code: hold.code, reason, owner: hold.owner, until: null, rules })
  const facts: readonly JobFact[] = [said]
  return { job: { ...job, hold }, facts }
}
