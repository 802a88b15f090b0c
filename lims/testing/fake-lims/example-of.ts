import { Type, type TSchema } from '@sinclair/typebox'

/** The plainest value that a schema takes: what a fake answers where it has no state of its own. */
export function exampleOf(schema: TSchema): unknown {
  const given: unknown = schema.examples?.[0] ?? schema['const'] ?? schema['enum']?.[0] ?? schema.default
  if (given !== undefined && schema['type'] !== 'array') return given
  const either = (schema['anyOf'] ?? schema['oneOf']) as TSchema[] | undefined
  if (either) return either.some(({ type }) => type === 'null') ? null : exampleOf(either[0] ?? Type.Unknown())
  if (schema['$ref'] === 'Cause') return { code: 'example', field: 'body', message: 'An example' }
  const types: unknown[] = [schema['type']].flat()
  if (types.includes('null')) return null
  switch (types[0]) {
    case 'string':
      return textOf(schema)
    case 'integer':
    case 'number':
      return Math.max(Number(schema['minimum'] ?? 0), Math.min(0, Number(schema['maximum'] ?? 0)))
    case 'boolean':
      return false
    case 'array':
      return Array.from({ length: Number(schema['minItems'] ?? 0) }, () => exampleOf(schema['items'] as TSchema))
    case 'object':
      return fieldsOf(schema)
    default:
      return {}
  }
}

function fieldsOf(schema: TSchema): Record<string, unknown> {
  const required = (schema['required'] ?? []) as string[]
  const properties = (schema['properties'] ?? {}) as Record<string, TSchema>
  return Object.fromEntries(required.map((name) => [name, exampleOf(properties[name] ?? Type.Unknown())]))
}

const BY_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2026-11-21T10:00:00.000Z',
  date: '2026-11-21',
  uri: 'https://portal.example/',
}
const CANDIDATES = ['example', 'a', 'A', '1', 'AA1', '0'.repeat(64), 'example.event', '/a']

function textOf(schema: TSchema): string {
  const format = BY_FORMAT[String(schema['format'])]
  if (format !== undefined) return format
  const pattern = typeof schema['pattern'] === 'string' ? new RegExp(schema['pattern']) : /^/
  const fits = CANDIDATES.find((text) => pattern.test(text))
  if (fits === undefined) throw new Error(`no example fits ${pattern.source}`)
  return fits.padEnd(Number(schema['minLength'] ?? 0), fits).slice(0, Number(schema['maxLength'] ?? Infinity))
}
