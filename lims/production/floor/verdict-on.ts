import type { Cause } from '@ils/contract/problem'
import type { Db } from '@ils/platform/db/database'
import { Refusal } from '@ils/platform/refusal'
import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import { judge } from '@ils/rules/engine/judge'
import type { Fact, FactValue } from '@ils/rules/vocabulary/fact'
import { readNatural } from '@ils/rules/vocabulary/natural-number'
import { units } from '@ils/rules/vocabulary/units'
import type { App } from '../../app.ts'
import { configurationOf } from '../jobs/configuration-of-job.ts'
import type { JobOnFloor } from './job-on-floor.ts'
import type { Verdict } from './inspect-lens.ts'

const PREFIX = 'measured.'

interface Measured {
  readonly eye: 'right' | 'left'
  readonly measured: Readonly<Record<string, number | string>>
}

/** What the tolerances of the release that decided the job say to what was measured. */
export async function verdictOn(app: App, db: Db, job: JobOnFloor, { eye, measured }: Measured): Promise<Verdict> {
  const { compiled } = await app.rules.release(job.release)
  const facts = readMeasured(compiled, measured)
  const asked = await configurationOf(db, job.id)
  const decision = judge(compiled, 'measured', { ...asked, [eye]: { ...asked[eye], ...facts } })
  const causes = decision.causes.filter(
    (cause) => (cause.eye === null || cause.eye === eye) && cause.severity !== 'advise' && cause.settled === undefined,
  )
  return {
    passed: causes.length === 0,
    causes: causes.map(({ message }) => message),
    rules: [...new Set(causes.flatMap(({ rule }) => (rule === undefined ? [] : [rule])))],
  }
}

function readMeasured(
  release: CompiledRelease,
  measured: Readonly<Record<string, number | string>>,
): Readonly<Record<string, FactValue>> {
  const known = new Map(
    release.rulebook.vocabulary
      .filter(({ id, source }) => id.startsWith(PREFIX) && source.kind === 'given')
      .map((fact) => [fact.id, fact]),
  )
  const causes: Cause[] = []
  const facts: Record<string, FactValue> = {}
  for (const [name, value] of Object.entries(measured)) {
    const id = name.startsWith(PREFIX) ? name : PREFIX + name
    const field = `measured.${name}`
    const declared = known.get(id)
    if (!declared) {
      const limit = [...known.keys()].map((one) => one.slice(PREFIX.length))
      causes.push({ code: 'unknown_fact', field, message: `${field}: nothing of that name is measured`, value, limit })
      continue
    }
    const read = valueOf(declared, value)
    if (read.ok) facts[id] = read.value
    else causes.push({ code: 'value', field, message: `${field}: ${String(value)} is not ${read.expected}`, value })
  }
  if (causes[0]) throw new Refusal('invalid_request', causes.map(({ message }) => message).join('; '), { causes })
  return facts
}

type Read = { readonly ok: true; readonly value: FactValue } | { readonly ok: false; readonly expected: string }

function valueOf(declared: Fact, value: number | string): Read {
  if (declared.type !== 'number') return { ok: true, value: String(value) }
  const places = declared.unit === undefined ? 0 : Math.log10(units[declared.unit].scale)
  const text = typeof value === 'number' ? value.toFixed(places) : value.trim()
  const exact = readNatural(text, declared.unit)
  if (exact.ok) return { ok: true, value: onLattice(exact.value, declared) }
  const number = Number(text)
  // A device says more digits than the unit has parts: the nearest value is what it measured.
  const rounded = exact.code === 'off_lattice' && readNatural(number.toFixed(places), declared.unit)
  if (!rounded || !rounded.ok || !Number.isFinite(number)) return { ok: false, expected: exact.expected }
  return { ok: true, value: onLattice(rounded.value, declared) }
}

const onLattice = (value: number, { step = 1 }: Fact): number => Math.round(value / step) * step || 0
