import type { TSchema } from '@sinclair/typebox'
import { checkOf } from '@ils/contract/validate'

/** What patterns and formats of our contracts take. */
const TEXTS = [
  'sample',
  'AA',
  '2026-01-01',
  '2026-01-01T12:00:00Z',
  'someone@portal.example',
  'https://portal.example/x',
  'a long phrase of its own 1',
  '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
  '1',
  '-1.25',
]

/** One value that fits a schema of a contract, as small as it gets: for tests that call every endpoint. */
export function sampleOf(schema: TSchema): unknown {
  if (Array.isArray(schema['enum'])) return (schema['enum'] as unknown[])[0]
  if (schema['const'] !== undefined) return schema['const']
  if (schema.default !== undefined) return schema.default
  for (const some of ['anyOf', 'oneOf', 'allOf']) {
    const [first] = (schema[some] as TSchema[] | undefined) ?? []
    if (first) return sampleOf(first)
  }
  switch (schema['type']) {
    case 'object':
      return sampleObject(schema)
    case 'array':
      return Array.from({ length: Number(schema['minItems'] ?? 0) }, () => sampleOf(schema['items'] as TSchema))
    case 'string':
      return sampleText(schema)
    case 'integer':
    case 'number':
      return Number(schema['minimum'] ?? schema['exclusiveMinimum'] ?? 1)
    case 'boolean':
      return false
    default:
      return null
  }
}

function sampleObject(schema: TSchema): Record<string, unknown> {
  const properties = (schema['properties'] ?? {}) as Record<string, TSchema>
  const required = (schema['required'] ?? []) as string[]
  return Object.fromEntries(required.map((name) => [name, properties[name] && sampleOf(properties[name])]))
}

function sampleText(schema: TSchema): string {
  const examples = (schema.examples ?? []) as string[]
  const text = [...examples, ...TEXTS].find((one) => checkOf(schema)(one, 'sample').ok)
  if (text === undefined) throw new Error(`no sample fits ${JSON.stringify(schema)}: add one`)
  return text
}
