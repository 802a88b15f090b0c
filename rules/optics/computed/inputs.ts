import type { ComputedInput } from '../computed-function.ts'
import type { UnitName } from '../../vocabulary/units.ts'

/** Inputs as the lists of computed functions write them; each keeps its literal type, so that the arithmetic's arguments follow. */
const measured =
  <Unit extends UnitName>(unit: Unit) =>
  <Name extends string>(name: Name) =>
    ({ name, type: 'number', unit }) as const

export const dioptres = measured('D')
export const prismDioptres = measured('prism')
export const millimetres = measured('mm')
export const degrees = measured('deg')
export const index = measured('index')
export const density = measured('density')
export const percent = measured('percent')

/** A number of any unit; all such inputs of one function and its answer have the same. */
export const anyNumber = <Name extends string>(name: Name) => ({ name, type: 'number' }) as const
/** Open text: the id of a material, a style, a blank. */
export const code = <Name extends string>(name: Name) => ({ name, type: 'code' }) as const
export const date = <Name extends string>(name: Name) => ({ name, type: 'date' }) as const
export const shape = <Name extends string>(name: Name) => ({ name, type: 'shape' }) as const

/** `right` or `left`. */
export const eye = { name: 'eye', type: 'enum' } as const

/** Handed over as null too. */
export const orNull = <Input extends ComputedInput>(input: Input) => ({ ...input, orNull: true }) as const
