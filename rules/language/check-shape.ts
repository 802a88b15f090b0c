import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { pointerTo } from './json-pointer.ts'
import { didYouMean } from './nearest-word.ts'
import { eventTypes } from './rulebook.ts'
import { factSchema } from './schemas/fact-schema.ts'
import { ruleSchema, tableSchema } from './schemas/rule-schema.ts'
import { acceptedSchema, caseSchema, entrySchema, groupSchema, headSchema } from './schemas/rulebook-schema.ts'
import { object, oneWord, type JsonSchema } from './schemas/schema.ts'
import type { Tell } from './tell.ts'

const conditions: JsonSchema = { type: 'object', description: 'Conditions.' }
// Conditions and parameters are looked at by hand: a schema cannot say what is wrong with them.
const event = object('What the rule says.', {
  type: oneWord('The event.', eventTypes),
  params: { type: 'object', description: 'What it says more closely.' },
})

const schemasOfParts = {
  ...{ head: headSchema, fact: factSchema, entry: entrySchema, group: groupSchema, case: caseSchema },
  ...{ rule: ruleSchema(conditions, event), table: tableSchema, accepted: acceptedSchema },
} as const

export type PartKind = keyof typeof schemasOfParts

const ajv = new Ajv({ allErrors: true, verbose: true, discriminator: true, allowUnionTypes: true })
const compiled = new Map<PartKind, ValidateFunction>()

/** Whether a part has the form that its schema says; if not, tells everything that is wrong with it. */
export function checkShape(kind: PartKind, part: unknown, pointer: string, tell: Tell): boolean {
  let validate = compiled.get(kind)
  if (!validate) compiled.set(kind, (validate = ajv.compile(schemasOfParts[kind])))
  if (validate(part)) return true
  for (const error of validate.errors ?? []) tellError(error, pointer, tell)
  return false
}

function tellError(error: ErrorObject, pointer: string, tell: Tell): void {
  const at = pointer + error.instancePath
  const name = error.instancePath.slice(error.instancePath.lastIndexOf('/') + 1)
  const here = name === '' || /^\d+$/.test(name) ? 'Here' : `\`${name}\``
  const { keyword, params, parentSchema, data } = error as ErrorObject<string, Record<string, unknown>>
  const description = typeof parentSchema?.['description'] === 'string' ? ` ${parentSchema['description']}` : ''
  switch (keyword) {
    case 'required':
      return void tell('missing_key', `The key \`${String(params['missingProperty'])}\` is missing.`, at)
    case 'additionalProperties': {
      const key = String(params['additionalProperty'])
      const known = Object.keys((parentSchema?.['properties'] as object | undefined) ?? {}) // a schema's properties are an object
      return void tell(
        'unknown_key',
        `Unknown key \`${key.slice(0, 80)}\`${didYouMean(key, known)}`,
        pointerTo(at, key),
      )
    }
    case 'type':
      return void tell('wrong_type', `${here} must be ${listed(params['type'])}; found ${say(data)}.${description}`, at)
    case 'const':
      return void tell('unknown_word', `${here} must be ${say(params['allowedValue'])}; found ${say(data)}.`, at)
    case 'enum': {
      const words = params['allowedValues'] as string[] // our schemas list texts only
      const end = typeof data === 'string' ? didYouMean(data, words) : '.'
      return void tell(
        'unknown_word',
        `${here} must be one of ${words.slice(0, 20).join(', ')}; found ${say(data)}${end}`,
        at,
      )
    }
    case 'discriminator':
      return void tell(
        'unknown_word',
        `The key \`kind\` names no source of facts; found ${say(params['tagValue'])}.`,
        at,
      )
    default:
      return void tell(
        'wrong_form',
        `${here} ${error.message ?? 'has another form'}; found ${say(data)}.${description}`,
        at,
      )
  }
}

const listed = (types: unknown): string => (Array.isArray(types) ? types.join(' or ') : String(types))

/** A value for a sentence, cut short. */
export function say(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  // JSON.stringify answers undefined for what is none.
  return value === undefined ? 'nothing' : `\`${JSON.stringify(value).slice(0, 60)}\``
}
