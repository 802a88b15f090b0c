import { units, type UnitName } from '../../vocabulary/units.ts'
import type { FactType, FactValue, Shape } from '../../vocabulary/fact.ts'
import type { ComputedFunction, ComputedInput } from '../computed-function.ts'
import { toLattice } from '../lattice.ts'

interface NaturalByType {
  readonly number: number
  readonly enum: string
  readonly code: string
  readonly date: string
  readonly boolean: boolean
  readonly set: readonly string[]
  readonly shape: Shape
}

type NaturalOf<Input extends ComputedInput> =
  NaturalByType[Input['type']] | (Input extends { readonly orNull: true } ? null : never)

/** What the inputs are once read: numbers in natural units, in the inputs' order. */
type Naturals<Inputs extends readonly ComputedInput[]> = { [At in keyof Inputs]: NaturalOf<Inputs[At]> }

/** How a computed function is written down: its inputs, and plain arithmetic of the same arity. */
interface Says<Inputs extends readonly ComputedInput[], Answer> {
  readonly name: string
  readonly inputs: Inputs
  readonly meaning: string
  readonly source: string
  readonly answer: (...naturals: Naturals<Inputs>) => Answer | null
}

interface SaysNumber<Inputs extends readonly ComputedInput[]> extends Says<Inputs, number> {
  readonly unit?: UnitName
  /** Numbers go in and out as the lattice keeps them: comparisons and sums that must be exact. */
  readonly onLattice?: true
}

/** Answers a number; natural units go in and come out, the builder rounds to the lattice. */
export function numberOf<const Inputs extends readonly ComputedInput[]>(says: SaysNumber<Inputs>): ComputedFunction {
  const scale = says.onLattice === true ? 1 : scaleOf(says.unit)
  const ask = asking(says, says.onLattice === true)
  return {
    ...common(says),
    output: {
      type: 'number',
      nullable: true,
      ...(says.unit === undefined ? {} : { unit: says.unit }),
    },
    compute: (values) => {
      const answer = ask(values)
      return answer === null ? null : toLattice(answer * scale)
    },
  }
}

/** Answers one of a few texts, or the id of something in the catalogue. */
export const textOf = <const Inputs extends readonly ComputedInput[]>(
  says: Says<Inputs, string> & { readonly type: 'enum' | 'code'; readonly onLattice?: true },
): ComputedFunction => ({
  ...common(says),
  output: { type: says.type, nullable: true },
  compute: asking(says, says.onLattice === true),
})

/** Answers yes or no; whole numbers of the lattice go in, so that limits compare exactly. */
export const flagOf = <const Inputs extends readonly ComputedInput[]>(
  says: Says<Inputs, boolean> & { readonly never?: 'null' },
): ComputedFunction => ({
  ...common(says),
  output: { type: 'boolean', nullable: says.never !== 'null' },
  compute: asking(says, true),
})

const common = <Inputs extends readonly ComputedInput[], Answer>({
  name,
  inputs,
  meaning,
  source,
}: Says<Inputs, Answer>) => ({
  ...{ name, inputs, meaning, source },
})

const scaleOf = (unit: UnitName | undefined): number => (unit === undefined ? 1 : units[unit].scale)

/** Reads the values and asks; null for a missing value that has to be there. The list of naturals is used again each time. */
function asking<Inputs extends readonly ComputedInput[], Answer>(
  { inputs, answer }: Says<Inputs, Answer>,
  onLattice: boolean,
): (values: readonly FactValue[]) => Answer | null {
  const readers = inputs.map(({ type }) => readerOf(type))
  // Of numbers, which nearly all inputs are; 0 for the others.
  const scales = inputs.map(({ type, unit }) => (type !== 'number' ? 0 : onLattice ? 1 : scaleOf(unit)))
  const required = inputs.map(({ orNull }) => orNull !== true)
  const naturals: unknown[] = inputs.map(() => null)
  return (values) => {
    for (let at = 0; at < scales.length; at++) {
      const scale = scales[at] ?? 0
      const value = values[at]
      const natural =
        scale === 0 ? readers[at]!(value) : typeof value === 'number' && Number.isFinite(value) ? value / scale : null // there is one for each input
      if (natural === null && required[at]) return null
      naturals[at] = natural
    }
    // Each reader has let through only what `Naturals` says of its input.
    return answer(...(naturals as unknown as Naturals<Inputs>))
  }
}

function readerOf(type: FactType): (value: FactValue | undefined) => unknown {
  switch (type) {
    case 'number':
      return (value) => (typeof value === 'number' && Number.isFinite(value) ? value : null)
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : null)
    case 'set':
      return (value) => (Array.isArray(value) ? value : null)
    case 'shape':
      return (value) => (typeof value === 'object' ? value : null)
    case 'enum':
    case 'code':
    case 'date':
      return (value) => (typeof value === 'string' ? value : null)
  }
}
