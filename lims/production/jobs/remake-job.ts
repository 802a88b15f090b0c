import type { FullConfiguration } from '@ils/contract/configuration'
import type { NewJob } from '@ils/contract/jobs'
import type { Actor } from '@ils/platform/actor'
import type { Configuration } from '@ils/rules/language/rulebook'
import type { FactValue } from '@ils/rules/vocabulary/fact'
import type { App } from '../../app.ts'
import type { JobOnFloor } from '../floor/job-on-floor.ts'
import { labOf } from '../lab/lab-of-release.ts'
import { mustSeeJob } from '../policy.ts'
import { localDay } from '../promise/wall-clock.ts'
import { configurationOf } from './configuration-of-job.ts'
import { createJob, type Again, type NewlyMade } from './create-job.ts'
import { countRemakes, findJob, findMaking } from './store.ts'

export interface RemakeJob {
  readonly kind: Again['kind']
  readonly reason: string
  readonly eyes?: readonly ('right' | 'left')[]
  readonly order?: NewJob
  readonly orderRef?: string
}

/** Makes a job again: the order as it was, or as it is now, with what the redo rules ask of the first one. */
export async function remakeJob(app: App, actor: Actor, jobId: string, input: RemakeJob): Promise<NewlyMade> {
  const original = await findJob(app.db, jobId)
  mustSeeJob(actor, original, jobId)
  const { kind, reason, eyes } = input
  const history = await historyOf(app, original, reason, input.order !== undefined)
  const asked: NewJob = input.order
    ? withHistory(input.order, history)
    : { configuration: anew(await configurationOf(app.db, jobId), history) }
  const order: NewJob = {
    frameWay: original.frameWay,
    ...asked,
    ...(original.practice !== null && { practice: original.practice }),
    ...(original.patientRef !== null && { patientRef: original.patientRef }),
    ...((input.orderRef ?? original.orderRef) !== null && { orderRef: input.orderRef ?? original.orderRef ?? '' }),
  }
  return createJob(app, actor, eyes ? forEyes(order, eyes) : order, { kind, original, reason })
}

type Facts = Readonly<Record<string, FactValue>>

/** What the rules ask of the first order, where the rulebook has such facts. */
async function historyOf(app: App, original: JobOnFloor, reason: string, differs: boolean): Promise<Facts> {
  const { release } = await app.rules.inForce(original.practice)
  const kept = await findMaking(app.db, original.id)
  const configuration = kept?.configuration as Configuration | undefined // Kept as it was judged.
  const design = configuration?.job['design.id']
  const kind = release.compiled.entries
    .get('designs')
    ?.get(typeof design === 'string' ? design : '')
    ?.get('kind')
  const facts: Facts = {
    'order.kind': 'redo',
    'order.redoReason': reason,
    'order.originalDate': localDay(labOf(release.compiled).timeZone, original.receivedAt),
    'order.redosBefore': await countRemakes(app.db, original.id),
    'order.redoDiffers': differs,
    'order.originalKind': kind ?? null,
  }
  return Object.fromEntries(Object.entries(facts).filter(([id]) => release.compiled.slots.has(id)))
}

const OF_ITS_DAY = new Set(['order.date', 'stock.available', 'history.duplicates', 'history.agrees'])

function anew(configuration: Configuration, history: Facts) {
  const job = Object.fromEntries(Object.entries(configuration.job).filter(([id]) => !OF_ITS_DAY.has(id)))
  const { confirmed, overrides: _, ...rest } = configuration
  // The contract’s shapes are not declared read-only; nobody writes to them.
  return { ...rest, ...(confirmed && { confirmed }), job: { ...job, ...history } } as FullConfiguration
}

function withHistory(order: NewJob, history: Facts): NewJob {
  if ('configuration' in order) {
    const { configuration } = order
    return { ...order, configuration: { ...configuration, job: { ...configuration.job, ...history } } }
  }
  const { facts, ...rest } = order
  return { ...rest, facts: { ...facts, job: { ...facts?.job, ...history } } }
}

function forEyes(order: NewJob, eyes: readonly ('right' | 'left')[]): NewJob {
  if ('configuration' in order) return { ...order, configuration: { ...order.configuration, ordered: [...eyes] } }
  const [first] = eyes
  return { ...order, eyes: eyes.length === 2 || first === undefined ? 'both' : first }
}
