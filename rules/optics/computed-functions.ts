import { baseAndBlankFunctions } from './computed/base-and-blank.ts'
import { curveFunctions } from './computed/curves.ts'
import { frameFunctions } from './computed/frame.ts'
import { generalFunctions } from './computed/general.ts'
import { prescriptionFunctions } from './computed/prescription.ts'
import { prismAndLayoutFunctions } from './computed/prism-and-layout.ts'
import { rangeAndToleranceFunctions } from './computed/range-and-tolerance.ts'
import { thicknessFunctions } from './computed/thickness.ts'
import { tiltAndLightFunctions } from './computed/tilt-and-light.ts'
import type { ComputedFunction } from './computed-function.ts'

const listed: readonly ComputedFunction[] = [
  ...prescriptionFunctions,
  ...prismAndLayoutFunctions,
  ...frameFunctions,
  ...curveFunctions,
  ...thicknessFunctions,
  ...tiltAndLightFunctions,
  ...baseAndBlankFunctions,
  ...rangeAndToleranceFunctions,
  ...generalFunctions,
]

/** Every function that a vocabulary may name, by its name and version; once released, one never changes its answers. */
export const computedFunctions: ReadonlyMap<string, ComputedFunction> = new Map(
  listed.map((computed) => [computed.name, computed]),
)
