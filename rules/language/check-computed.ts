import { computedFunctions } from '../optics/computed-functions.ts'
import type { ComputedFunction, ComputedInput } from '../optics/computed-function.ts'
import type { Fact } from '../vocabulary/fact.ts'
import { pointerTo } from './json-pointer.ts'
import type { Model } from './model.ts'
import { didYouMean } from './nearest-word.ts'
import type { Tell } from './tell.ts'

interface Source {
  readonly by: string
  readonly from: Readonly<Record<string, string>>
}

/** A computed fact against its function: its inputs by name, their types and units, and the answer's. */
export function checkComputed(fact: Fact, { by, from }: Source, at: string, { vocabulary }: Model, tell: Tell): void {
  const named = computedFunctions.get(by)
  if (!named) {
    const message = `Unknown function \`${by.slice(0, 80)}\`${didYouMean(by, computedFunctions.keys())}`
    return void tell('unknown_function', message, `${at}/by`)
  }
  const names = named.inputs.map(({ name }) => name)
  for (const input of Object.keys(from))
    if (!names.includes(input)) {
      const message = `\`${by}\` has no input \`${input.slice(0, 80)}\`${didYouMean(input, names)}`
      tell('unknown_input', message, pointerTo(`${at}/from`, input))
    }
  for (const input of named.inputs) {
    const id = Object.hasOwn(from, input.name) ? from[input.name] : undefined
    if (id === undefined && input.orNull !== true)
      tell('missing_input', `\`${by}\` needs the input \`${input.name}\`.`, `${at}/from`)
    const given = id === undefined ? undefined : vocabulary.facts.get(id)
    if (given) checkInput(input, given, pointerTo(`${at}/from`, input.name), tell)
  }
  checkOutput(fact, named, at, tell)
  checkFreeUnits(fact, named, { by, from }, { at, vocabulary, tell })
}

function checkInput(input: ComputedInput, given: Fact, at: string, tell: Tell): void {
  const isWord = input.type === 'code' && given.type === 'enum'
  if (given.type !== input.type && !isWord)
    return void tell(
      'wrong_type',
      `\`${input.name}\` is of type ${input.type}; \`${given.id}\` is of type ${given.type}.`,
      at,
    )
  if (input.unit !== undefined && given.unit !== input.unit)
    tell(
      'unit_mismatch',
      `\`${input.name}\` counts ${input.unit}; \`${given.id}\` counts ${given.unit ?? 'nothing'}.`,
      at,
    )
}

function checkOutput(fact: Fact, { name, output }: ComputedFunction, at: string, tell: Tell): void {
  // An answer is an id of the catalogue where the fact says so.
  const isWord = output.type === 'code' && fact.type === 'enum'
  if (output.type !== fact.type && !isWord)
    return void tell(
      'wrong_type',
      `\`${name}\` gives a ${output.type}; \`${fact.id}\` is of type ${fact.type}.`,
      `${at}/by`,
    )
  if (output.unit !== undefined && fact.unit !== output.unit)
    tell(
      'unit_mismatch',
      `\`${name}\` gives ${output.unit}; \`${fact.id}\` counts ${fact.unit ?? 'nothing'}.`,
      `${at}/by`,
    )
  if (output.nullable && !fact.nullable)
    tell('must_be_nullable', `\`${fact.id}\` must be nullable: \`${name}\` may have no answer.`, `${at}/by`)
}

interface Around {
  readonly at: string
  readonly vocabulary: Model['vocabulary']
  readonly tell: Tell
}

/** Inputs without a unit of their own are all of one unit, and so is the answer. */
function checkFreeUnits(fact: Fact, { inputs, output }: ComputedFunction, { by, from }: Source, around: Around): void {
  const units = new Map<string, string>()
  for (const { name, type, unit } of inputs) {
    const given = Object.hasOwn(from, name) ? around.vocabulary.facts.get(from[name] ?? '') : undefined
    if (type === 'number' && unit === undefined && given?.unit !== undefined) units.set(given.unit, given.id)
  }
  if (output.type === 'number' && output.unit === undefined && fact.unit !== undefined) units.set(fact.unit, fact.id)
  if (units.size < 2) return
  const said = [...units].map(([unit, id]) => `\`${id}\` counts ${unit}`).join(', ')
  around.tell('unit_mismatch', `\`${by}\` works in one unit; ${said}.`, around.at)
}
