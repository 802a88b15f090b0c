import type { TSchema } from '@sinclair/typebox'
import { LINES_TYPE, refusalsOf, type Endpoint } from './endpoint.ts'
import { Cause, Problem } from './problem.ts'
import { refusals, type RefusalCode } from './refusals.ts'
import { rolesWith, type Scope } from './roles.ts'

export interface ApiDocumentInput {
  readonly title: string
  readonly version: string
  readonly description: string
  readonly endpoints: Readonly<Record<string, Endpoint<Scope>>>
  readonly nouns: Readonly<Record<string, string>>
}

type Json = Record<string, unknown>

/** Writes the OpenAPI 3.1 document that follows from the declared endpoints. */
export function openApiOf(api: ApiDocumentInput): Json {
  const paths: Record<string, Json> = {}
  for (const [name, e] of Object.entries(api.endpoints)) {
    const path = e.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [e.method.toLowerCase()]: operationOf(name, e) }
  }
  return {
    openapi: '3.1.0',
    info: { title: api.title, version: api.version, description: api.description },
    servers: [{ url: '/' }],
    tags: Object.entries(api.nouns).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: { Problem: plain(Problem), Cause: plain(Cause) },
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key (`lims_…`) or a JWT of a configured issuer' },
      },
    },
  }
}

function operationOf(name: string, e: Endpoint<Scope>): Json {
  const rights =
    e.access === 'anyone'
      ? 'Anyone may call this.'
      : e.access === 'signed-in'
        ? 'Needs any valid credentials.'
        : `Needs the scope \`${e.access.scope}\` (roles: ${rolesWith(e.access.scope).join(', ')}).`
  const repeats = {
    safe: '',
    natural: ' Doing it twice is doing it once.',
    keyed: ' Send `Idempotency-Key`: a repeat with the same key and body gets the first answer.',
  }[e.repeat]
  return {
    operationId: name,
    tags: [e.noun],
    summary: e.summary,
    description: [...remarksOf(e), `${rights}${repeats}`].join('\n\n'),
    ...(e.coming === undefined ? {} : { 'x-ils-coming': e.coming }),
    ...(e.access === 'anyone' ? { security: [] } : { security: [{ key: [] }] }),
    parameters: [...fieldsAs('path', e.params), ...fieldsAs('query', e.query), ...headersOf(e)],
    ...requestOf(e),
    responses: { ...answersOf(e), ...problemsOf(e) },
  }
}

/** What else must be known before one calls it. */
function remarksOf(e: Endpoint): string[] {
  const { lines } = e
  const asked = lines?.request ? 'Send one JSON value per line, and read while you send. ' : ''
  const most = lines?.mostLines === undefined ? '' : ` At most ${lines.mostLines} lines are taken.`
  return [
    ...(e.coming === undefined ? [] : [`**Coming with version ${e.coming}**: promised, but not served yet.`]),
    ...(e.description === undefined ? [] : [e.description]),
    ...(lines
      ? [`${asked}The answer is one JSON value per line; one that breaks off ends with \`{"problem": {…}}\`.${most}`]
      : []),
    ...(e.privateQuery ? ['The query is private: it is written to no log, and the answer must not be stored.'] : []),
  ]
}

function requestOf(e: Endpoint): Json {
  const content = e.body
    ? { 'application/json': { schema: plain(e.body) } }
    : e.bodyType
      ? { [e.bodyType]: { schema: BYTES } }
      : e.lines?.request && { [LINES_TYPE]: { schema: plain(e.lines.request) } }
  return content ? { requestBody: { required: true, content } } : {}
}

const BYTES = { type: 'string', format: 'binary' }
const isText = (type: string): boolean => /^text\/|^application\/(?:[\w.-]+[+])?(?:json|xml|javascript)\b/.test(type)

function fieldsAs(where: 'path' | 'query', schema: Endpoint['params']): Json[] {
  if (!schema) return []
  const required = new Set<string>(schema.required ?? [])
  return Object.entries(schema.properties).map(([name, field]) => ({
    name,
    in: where,
    // A field with a default may be left out: validation fills it in.
    required: where === 'path' || (required.has(name) && field.default === undefined),
    description: field.description,
    schema: plain(field),
  }))
}

function headersOf(e: Endpoint): Json[] {
  const text = (name: string, description: string, maxLength: number) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string', minLength: 1, maxLength },
  })
  return [
    ...(e.repeat === 'keyed'
      ? [text('Idempotency-Key', 'Your own unique word for this request, kept over retries', 200)]
      : []),
    ...(e.conditional ? [text('If-None-Match', 'The ETag you have', 200)] : []),
  ]
}

function contentOf({ answer, lines }: Endpoint): Json | undefined {
  if (lines) {
    const problem = { type: 'object', required: ['problem'], properties: { problem: PROBLEM } }
    return { [LINES_TYPE]: { schema: { anyOf: [plain(lines.answer), problem] } } }
  }
  if (answer.body) return { 'application/json': { schema: plain(answer.body) } }
  if (answer.type === undefined) return undefined
  return { [answer.type.split(';')[0] ?? answer.type]: { schema: isText(answer.type) ? { type: 'string' } : BYTES } }
}

const PROBLEM = { $ref: '#/components/schemas/Problem' }

function answersOf(e: Endpoint): Json {
  const { answer } = e
  const content = contentOf(e)
  const main: Json = { [answer.status]: { description: answer.means, ...(content ? { content } : {}) } }
  for (const [status, means] of Object.entries(answer.also ?? {})) {
    main[status] = { description: means, ...(content ? { content } : {}) }
  }
  if (e.conditional) main['304'] = { description: 'You have it already' }
  return main
}

function problemsOf(e: Endpoint): Json {
  const byStatus = new Map<number, RefusalCode[]>()
  for (const code of refusalsOf(e)) {
    const { status } = refusals[code]
    if (e.answer.also?.[status]) continue
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${refusals[code].title}`).join('\n\n'),
        content: { 'application/problem+json': { schema: PROBLEM } },
      },
    ]),
  )
}

/** A schema as the document needs it: ids become component references, our annotation stays out. */
function plain(schema: TSchema): unknown {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) => {
      if (key === '$id' || key === 'secret') return undefined
      if (isObjectSchema(value))
        return { ...value, required: value.required.filter((name) => value.properties[name]?.default === undefined) }
      if (key === '$ref' && typeof value === 'string' && !value.startsWith('#')) return `#/components/schemas/${value}`
      return value
    }),
  )
}

interface ObjectSchema {
  required: string[]
  properties: Record<string, { default?: unknown }>
}

/** A field with a default may be left out, whatever the typed side says of it. */
function isObjectSchema(value: unknown): value is ObjectSchema {
  if (typeof value !== 'object' || value === null || !('required' in value) || !('properties' in value)) return false
  const { required, properties } = value as ObjectSchema
  return Array.isArray(required) && required.some((name) => properties[name]?.default !== undefined)
}
