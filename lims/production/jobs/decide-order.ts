import { createHash } from 'node:crypto'
import type { Cause } from '@ils/contract/problem'
import type { JudgedCause } from '@ils/contract/validation'
import { Refusal } from '@ils/platform/refusal'
import { canonicalJson } from '@ils/rules/language/canonical-json'
import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import type { Decision } from '@ils/rules/engine/decision'
import type { Configuration } from '@ils/rules/language/rulebook'
import type { FactValue } from '@ils/rules/vocabulary/fact'
import type { App } from '../../app.ts'
import type { OrderForMaking } from '../../releases/public.ts'
import { availableBlanks } from '../../stock/public.ts'
import { countAlike } from './store.ts'

export interface Decided {
  readonly configuration: Configuration
  readonly decision: Decision
  readonly causes: readonly JudgedCause[]
  readonly fingerprint: string | null
}

interface Asked {
  readonly patientRef: string | null
  readonly again: boolean
  readonly shelf: 'as_if_full' | 'looked_at'
}

const DAY_MS = 86_400_000
const ALIKE_DAYS = 30

/**
 * Judges an order with what the lab knows of the world, and refuses what cannot be made or has to be confirmed first.
 * `as_if_full`: that every blank is on the shelf; whoever reserves them finds out.
 */
export async function decideOrder(
  app: App,
  order: OrderForMaking,
  { patientRef, again, shelf }: Asked,
): Promise<Decided> {
  const fingerprint = fingerprintOf(order, patientRef)
  const since = new Date(app.clock.now().getTime() - ALIKE_DAYS * DAY_MS)
  // What is made again is alike on purpose.
  const alike = fingerprint === null || again ? null : await countAlike(app.db, fingerprint, since)
  const world: Record<string, FactValue> = alike === null ? {} : { 'history.duplicates': Math.min(alike, 1000) }
  let judged = order.judge(world)
  const isLookedAt = shelf === 'looked_at' || isStopped(judged)
  const short = isLookedAt ? await whatIsShort(app, order.release.compiled, judged.decision) : null
  if (short) judged = order.judge({ ...world, 'stock.available': short })
  const { decision, causes } = judged
  if (judged.unreadable || decision.outcome === 'refused') {
    throw refusal('job_refused', 'The lab cannot make this order as it is', ofSeverity(causes, 'refuse'))
  }
  if (decision.outcome === 'confirm') {
    throw refusal('job_to_confirm', 'Somebody has to confirm this order first', ofSeverity(causes, 'confirm'))
  }
  return { ...judged, fingerprint }
}

const isStopped = ({ unreadable, decision }: ReturnType<OrderForMaking['judge']>): boolean =>
  unreadable || decision.outcome === 'refused' || decision.outcome === 'confirm'

/**
 * The lens was chosen as if every blank were there. If one of them is not, what there is of all that could stand in for
 * it, so that another one is chosen or the order is held; null where the shelf has what was chosen.
 */
async function whatIsShort(app: App, release: CompiledRelease, decision: Decision): Promise<FactValue> {
  const chosen = (['right', 'left'] as const).flatMap((eye) => {
    const lens = decision.lenses[eye]
    const opc = lens?.ordered === true ? (lens.make['label.OPC'] ?? lens.facts['lens.opc']) : null
    return typeof opc === 'string' ? [opc] : []
  })
  if (chosen.length === 0) return null
  const needed = new Map<string, number>()
  for (const opc of chosen) needed.set(opc, (needed.get(opc) ?? 0) + 1)
  const there = await availableBlanks(app.db, [...needed.keys()])
  const short = [...needed].some(([opc, count]) => (there.get(opc) ?? count) < count)
  if (!short) return null
  const alike = [...new Set(chosen.flatMap((opc) => alikeBlanks(release).get(opc) ?? [opc]))]
  const counts = await availableBlanks(app.db, alike)
  // What the lab keeps no stock of is bought when it is needed.
  return { format: 'available', counts: Object.fromEntries(alike.map((opc) => [opc, counts.get(opc) ?? 1])) }
}

const lists = new WeakMap<CompiledRelease, ReadonlyMap<string, readonly string[]>>()

/** Blanks that stand in one list of the catalogue can stand in for each other. */
function alikeBlanks(release: CompiledRelease): ReadonlyMap<string, readonly string[]> {
  const known = lists.get(release)
  if (known) return known
  const made = new Map<string, readonly string[]>()
  for (const { attributes } of release.rulebook.catalogue['blanks'] ?? []) {
    const ids = idsIn(attributes['blanks'])
    for (const id of ids) made.set(id, ids)
  }
  lists.set(release, made)
  return made
}

function idsIn(shape: unknown): string[] {
  if (typeof shape !== 'object' || shape === null || !('blanks' in shape) || !Array.isArray(shape.blanks)) return []
  return shape.blanks.flatMap((blank: unknown) =>
    typeof blank === 'object' && blank !== null && 'id' in blank ? [String(blank.id)] : [],
  )
}

const ALIKE_BY = ['design.id', 'material.id', 'order.treatments', 'tint.id', 'order.kind']

/** Wearer, prescription and lens; without a wearer nothing is said to be alike. */
function fingerprintOf({ practice, configuration }: OrderForMaking, patientRef: string | null): string | null {
  if (patientRef === null) return null
  const { job, right, left, ordered } = configuration
  const rx = (facts: Configuration['right']) =>
    Object.fromEntries(Object.entries(facts ?? {}).filter(([id, value]) => id.startsWith('rx.') && value !== null))
  const lens = Object.fromEntries(ALIKE_BY.map((id) => [id, sorted(job[id] ?? null)]))
  const alike = { practice, patientRef, ordered: [...ordered].sort(), lens, right: rx(right), left: rx(left) }
  return createHash('sha256').update(canonicalJson(alike)).digest('base64url')
}

const sorted = (value: FactValue): FactValue => (Array.isArray(value) ? value.map(String).sort() : value)

const ofSeverity = (causes: readonly JudgedCause[], severity: JudgedCause['severity']) =>
  causes.filter((cause) => cause.severity === severity && cause.settled === null)

function refusal(code: 'job_refused' | 'job_to_confirm', message: string, found: readonly JudgedCause[]): Refusal {
  const causes = found.map(({ code: what, field, eye, message: sentence, seen, limit }): Cause => ({
    ...{ code: what, field: field ?? (eye === null ? 'order' : `the ${eye} lens`), message: sentence },
    ...{ value: seen, limit },
  }))
  return new Refusal(code, causes.length === 0 ? message : causes.map((cause) => cause.message).join('; '), { causes })
}
