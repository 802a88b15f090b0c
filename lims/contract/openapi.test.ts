import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { refusalsOf, type Endpoint } from './endpoint.ts'
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

describe('the contract', () => {
  it.each(endpoints)('%s: its path, its noun and its parameters agree', (_name, e) => {
    const inPath = [...e.path.matchAll(/:(\w+)/g)].map((match) => match[1])
    expect(Object.keys(e.params?.properties ?? {})).toEqual(inPath)
    expect(Object.keys(nouns)).toContain(e.noun)
    expect(e.method === 'GET').toBe(e.repeat === 'safe')
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
