import type { Cause } from '@ils/contract/problem'
import { Refusal } from '@ils/platform/refusal'
import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import type { Fact, FactValue } from '@ils/rules/vocabulary/fact'
import { readNatural } from '@ils/rules/vocabulary/natural-number'
import { units } from '@ils/rules/vocabulary/units'

/** What a person, a machine or a design engine says in natural units, as facts of one family: `measured.sphere`. */
export function readGiven(
  release: CompiledRelease,
  family: 'measured' | 'answer',
  given: Readonly<Record<string, number | string | boolean>>,
): Readonly<Record<string, FactValue>> {
  const prefix = `${family}.`
  const known = new Map(
    release.rulebook.vocabulary
      .filter(({ id, source }) => id.startsWith(prefix) && source.kind === 'given')
      .map((fact) => [fact.id, fact]),
  )
  const causes: Cause[] = []
  const facts: Record<string, FactValue> = {}
  for (const [name, value] of Object.entries(given)) {
    const id = name.startsWith(prefix) ? name : prefix + name
    const field = `${family}.${name}`
    const declared = known.get(id)
    if (!declared) {
      const limit = [...known.keys()].map((one) => one.slice(prefix.length))
      causes.push({
        code: 'unknown_fact',
        field,
        message: `${field}: nothing of that name is ${family === 'measured' ? 'measured' : 'answered'}`,
        value,
        limit,
      })
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

function valueOf(declared: Fact, value: number | string | boolean): Read {
  if (typeof value === 'boolean') return { ok: true, value }
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
