import type { Eye } from '../optics/prism.ts'
import { traceOutline, type TraceOutline } from '../optics/trace.ts'

type Given = Readonly<Record<string, unknown>>

/** A plain function as tables ask it: by named inputs, in natural units. */
export interface WorkedFunction {
  readonly inputs: readonly string[]
  readonly ask: (given: Given) => unknown
}

type Numbers<Names extends readonly string[]> = { [At in keyof Names]: number }

function numbersOf<const Names extends readonly string[]>(given: Given, names: Names): Numbers<Names> {
  const read = names.map((name) => {
    const value = given[name]
    if (typeof value !== 'number') throw new Error(`"${name}" has to be a number`)
    return value
  })
  // One number for each name.
  return read as unknown as Numbers<Names>
}

/** A function of numbers. */
export const numbers = <const Names extends readonly string[]>(
  inputs: Names,
  ask: (...given: Numbers<Names>) => unknown,
): WorkedFunction => ({ inputs, ask: (given) => ask(...numbersOf(given, inputs)) })

/** A function of an eye and numbers. */
export const withEye = <const Names extends readonly string[]>(
  inputs: Names,
  ask: (eye: Eye, ...given: Numbers<Names>) => unknown,
): WorkedFunction => ({
  inputs: ['eye', ...inputs],
  ask: (given) => {
    const { eye } = given
    if (eye !== 'right' && eye !== 'left') throw new Error('"eye" has to be right or left')
    return ask(eye, ...numbersOf(given, inputs))
  },
})

/** A function of a trace and numbers; null for a trace that is none. */
export const withTrace = <const Names extends readonly string[]>(
  inputs: Names,
  ask: (outline: TraceOutline, ...given: Numbers<Names>) => unknown,
): WorkedFunction => ({
  inputs: ['trace', ...inputs],
  ask: (given) => {
    const { trace } = given
    if (typeof trace !== 'object' || trace === null) throw new Error('"trace" has to be a shape')
    // JSON objects are what a shape may be; reading it is what is tested.
    const outline = traceOutline(trace as Given)
    return outline === null ? null : ask(outline, ...numbersOf(given, inputs))
  },
})
