import type { Actor } from '@ils/platform/actor'
import type { Paper } from '@ils/platform/pdf'
import type { Order } from '../../../contract/orders.ts'
import type { Language } from '../../../contract/shapes.ts'
import type { App } from '../../app.ts'
import { labelsOf, timeZoneOf } from '../../catalogue/public.ts'
import { languageOf } from '../../access/public.ts'
import { noteAccess } from '../../patients/public.ts'
import { findBranch, findPractice } from '../../practices/public.ts'
import { maySeePatients, mustSeeOrder } from '../policy.ts'
import { showOrder } from '../show-order.ts'
import { findOrder, noteOrder, type OrderRow } from '../store.ts'
import { confirmationPage, type Confirmation } from './confirmation-page.ts'
import { dayAt } from './on-paper.ts'

/** Where paper is Letter; everywhere else it is A4. Source: CLDR, territories with `US-Letter`. */
const LETTER = new Set(['BZ', 'CA', 'CL', 'CO', 'CR', 'GT', 'MX', 'NI', 'PA', 'PH', 'PR', 'SV', 'US', 'VE'])
const LIMS_ANSWERS_MS = 2000

export interface Printed {
  readonly html: string
  readonly paper: Paper
  /** When it was ordered: the same confirmation is the same bytes. */
  readonly at: Date
  readonly name: string
}

/** The confirmation of an order as it stands now, in the language that was asked for or the one of who asks. */
export async function confirmOrder(
  app: App,
  actor: Actor,
  orderId: string,
  asked: Language | undefined,
): Promise<Printed> {
  const row = await findOrder(app.db, orderId)
  mustSeeOrder(actor, row, orderId)
  if (maySeePatients(actor)) {
    await noteAccess(app, app.db, actor, { id: row.patient_id, practice: row.practice }, 'exported')
  }
  const language = asked ?? (await languageOf(app.db, actor))
  const order = await showOrder(app, actor, row)
  const practice = await findPractice(app.db, row.practice)
  const paper = LETTER.has(practice?.address?.country ?? '') ? 'Letter' : 'A4'
  const branch = row.branch_id === null ? undefined : await findBranch(app.db, row.practice, row.branch_id)
  const { address, phone, email, licence, preferences } = practice ?? {}
  const html = confirmationPage({
    ...{ language, paper, orderId, orderRef: row.order_ref, jobId: row.job_id, takenBy: row.taken_by },
    practice: {
      name: practice?.name ?? row.practice,
      lines: [address && `${address.street}, ${address.postcode} ${address.city}`, phone, email].flatMap(
        (line) => line ?? [],
      ),
      licence: licence ? `${licence.number}, ${licence.issuedBy}` : null,
    },
    sendTo: branch?.name ?? null,
    again: row.original_id,
    cancelled: row.status === 'cancelled',
    orderedOn: dayAt(row.taken_at, await timeZoneHere(app, row)),
    ...{ promisedOn: row.promised_on, firstPromisedOn: row.first_promised_on },
    ...{ patient: order.patient, configuration: order.configuration, note: order.note },
    made: await madeOf(app, row, order, language),
    ...{ eyes: row.eyes, priority: row.priority, frameWay: row.frame_way },
    price: preferences?.priceShown === 'none' ? null : row.price,
    byLens: preferences?.priceShown === 'lens',
    release: row.release,
    decisionHash: await decisionHashOf(app, row),
  })
  return { html, paper, at: row.taken_at, name: `${row.order_ref?.replaceAll(/[^\w.-]+/g, '-') ?? orderId}.pdf` }
}

/** In the words of the catalogue; where that is not at hand, in those in which it was ordered. */
async function madeOf(
  app: App,
  row: OrderRow,
  { configuration }: Order,
  language: Language,
): Promise<Confirmation['made']> {
  const job = configuration?.job ?? {}
  const label = async (kind: string, id: unknown): Promise<string | null> =>
    typeof id === 'string' && id !== ''
      ? ((await labelsOf(app, row.practice, [{ kind, id }], language))[0] ?? id)
      : null
  const treatments = Array.isArray(job['order.treatments']) ? (job['order.treatments'] as unknown[]) : []
  try {
    const names = await Promise.all(treatments.map((id) => label('treatments', id)))
    return {
      lens: (await label('designs', job['design.id'])) ?? row.lens,
      material: await label('materials', job['material.id']),
      treatments: names.filter((name) => name !== null).join(', '),
      tint: await label('tints', job['tint.id']),
      frame: job['frame.type'] === 'none' ? null : await label('frames', job['frame.type']),
    }
  } catch (error) {
    app.log.warn({ err: error }, 'a confirmation is printed without the words of the catalogue')
    return { lens: row.lens, material: null, treatments: '', tint: null, frame: null }
  }
}

async function timeZoneHere(app: App, { practice }: OrderRow): Promise<string> {
  try {
    return await timeZoneOf(app, practice)
  } catch {
    // Nothing was ordered without a catalogue; it was only lost meanwhile.
    return 'UTC'
  }
}

/** Of the decision that its job is made by. The lab is asked once; while it is away the paper does without. */
async function decisionHashOf(app: App, { id, job_id: jobId, decision_hash: known }: OrderRow): Promise<string | null> {
  if (known !== null || jobId === null) return known
  try {
    const { decisionHash } = await app.lims.getJob({ params: { jobId }, signal: AbortSignal.timeout(LIMS_ANSWERS_MS) })
    if (decisionHash !== null) await noteOrder(app.db, id, { decision_hash: decisionHash })
    return decisionHash
  } catch (error) {
    app.log.info({ err: error }, 'the lab could not be asked for the decision of an order')
    return null
  }
}
