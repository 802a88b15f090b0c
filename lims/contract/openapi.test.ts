import { Validator } from '@seriousme/openapi-schema-validator'
import { Type } from '@sinclair/typebox'
import { describe, expect, it } from 'vitest'
import { endpoint, refusalsOf, type Endpoint } from './endpoint.ts'
import { limsApi, nouns } from './lims.ts'
import { openApiOf } from './openapi.ts'
import { rolesWith, scopeNames } from './roles.ts'

const document = openApiOf({ title: 'ILS LIMS', version: '0.1.0', description: 'test', endpoints: limsApi, nouns })
const endpoints = Object.entries(limsApi) as [string, Endpoint][]

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1 in the eyes of an independent validator', async () => {
    const verdict = await new Validator().validate(structuredClone(document))
    expect(verdict.errors ?? []).toEqual([])
    expect(verdict.valid).toBe(true)
  })

  it('holds every declared endpoint once, under its own name', () => {
    const paths = document['paths'] as Record<string, Record<string, { operationId: string }>>
    const ids = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map((operation) => operation.operationId),
    )
    expect(ids.toSorted()).toEqual(endpoints.map(([name]) => name).toSorted())
  })

  it('says for every operation what it may refuse', () => {
    const paths = document['paths'] as Record<string, Record<string, { responses: Record<string, unknown> }>>
    const setup = paths['/api/access/setup']?.['post']?.responses ?? {}
    expect(Object.keys(setup)).toEqual(
      expect.arrayContaining(['201', '400', '403', '409', '413', '415', '422', '429', '500', '503']),
    )
  })

  it('does not ask for fields that have a default', () => {
    const text = JSON.stringify(document)
    expect(text).toContain('overlapMinutes')
    const paths = document['paths'] as Record<
      string,
      Record<string, { requestBody?: { content: Record<string, { schema: { required?: string[] } }> } }>
    >
    const body = paths['/api/access/keys/{keyId}/rotate']?.['post']?.requestBody?.content['application/json']?.schema
    expect(body?.required ?? []).not.toContain('overlapMinutes')
  })

  it('shows no annotation of ours', () => {
    expect(JSON.stringify(document)).not.toMatch(/"secret":true|"\$id"/)
  })
})

describe('what an endpoint can be beyond JSON for JSON', () => {
  const shared = { noun: 'system', summary: 'x', access: 'anyone' } as const
  const Line = Type.Object({ n: Type.Integer({ description: 'A number' }) })
  const forms = {
    archive: endpoint({
      ...shared,
      method: 'PUT',
      path: '/archive',
      bodyType: 'application/zip',
      answer: { status: 200, means: 'Packed', type: 'application/zip' },
      repeat: 'natural',
    }),
    stream: endpoint({
      ...shared,
      method: 'POST',
      path: '/stream',
      lines: { request: Line, answer: Line, mostLines: 70 },
      answer: { status: 200, means: 'A line for each line' },
      repeat: 'safe',
    }),
    secret: endpoint({
      ...shared,
      method: 'GET',
      path: '/secret',
      query: Line,
      privateQuery: true,
      answer: { status: 200, means: 'Fine', body: Line },
      repeat: 'safe',
    }),
    later: endpoint({
      ...shared,
      method: 'GET',
      path: '/later',
      description: 'More of it.',
      answer: { status: 200, means: 'Fine', body: Line },
      repeat: 'safe',
      coming: '0.5',
    }),
  }
  const written = openApiOf({ title: 'x', version: '1', description: 'x', endpoints: forms, nouns })
  const paths = written['paths'] as Record<string, Record<string, Record<string, unknown>>>

  it('is valid OpenAPI too', async () => {
    const verdict = await new Validator().validate(structuredClone(written))
    expect(verdict.errors ?? []).toEqual([])
  })

  it('is bytes each way', () => {
    const bytes = { content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } } }
    expect(paths['/archive']?.['put']).toMatchObject({
      requestBody: bytes,
      responses: { 200: bytes, 413: {}, 415: {} },
    })
  })

  it('is lines each way, of which the last may be a problem', () => {
    const { requestBody, responses, description } = paths['/stream']?.['post'] ?? {}
    const line = { type: 'object', properties: { n: { type: 'integer' } } }
    expect(requestBody).toMatchObject({ content: { 'application/x-ndjson': { schema: line } } })
    const problem = { properties: { problem: { $ref: '#/components/schemas/Problem' } } }
    expect(responses).toMatchObject({
      200: { content: { 'application/x-ndjson': { schema: { anyOf: [line, problem] } } } },
    })
    expect(responses).toHaveProperty('413')
    expect(description).toContain('one JSON value per line')
    expect(description).toContain('At most 70 lines')
  })

  it('is a private query', () => {
    expect(paths['/secret']?.['get']?.['description']).toContain('The query is private')
  })

  it('is a promise for a later version', () => {
    const { description, ...rest } = paths['/later']?.['get'] ?? {}
    expect(rest).toMatchObject({ 'x-ils-coming': '0.5' })
    expect(description).toMatch(/^\*\*Coming with version 0.5\*\*.*\n\nMore of it\./)
  })
})

describe('the contract', () => {
  it.each(endpoints)('%s: its path, its noun and its parameters agree', (_name, e) => {
    const inPath = [...e.path.matchAll(/:(\w+)/g)].map((match) => match[1])
    expect(Object.keys(e.params?.properties ?? {})).toEqual(inPath)
    expect(Object.keys(nouns)).toContain(e.noun)
    // A question that is too long, or too private, for a URL is a POST that only reads.
    expect(
      e.method === 'GET' ? ['safe'] : e.method === 'POST' ? ['safe', 'natural', 'keyed'] : ['natural', 'keyed'],
    ).toContain(e.repeat)
  })

  it('has no two endpoints on one path and method', () => {
    const ways = endpoints.map(([, e]) => `${e.method} ${e.path.replaceAll(/:\w+/g, ':x')}`)
    expect(new Set(ways).size).toBe(ways.length)
  })

  it('names a role for every scope', () => {
    for (const scope of scopeNames) expect(rolesWith(scope), scope).not.toEqual([])
  })

  it('says that a keyed endpoint may meet its twin', () => {
    expect(refusalsOf(limsApi.makeKey as Endpoint)).toEqual(
      expect.arrayContaining(['idempotency_in_flight', 'idempotency_key_reused']),
    )
    expect(refusalsOf(limsApi.readEvents as Endpoint)).not.toContain('idempotency_in_flight')
  })
})
