import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { refusals, type RefusalCode } from '@ils/contract/refusals'
import type { Kit, KitCheck, Said } from './kit.ts'

/** Problem details with a code, its own status and title, and a sentence. */
export function isRefusal(said: Said, code: RefusalCode, field?: string): void {
  const { status, title } = refusals[code]
  equal(said.status, status, `refused with ${said.status} ${said.text.slice(0, 300)}, not with ${status} ${code}`)
  match(
    said.headers.get('content-type') ?? '',
    /^application\/problem\+json/,
    'a refusal is of application/problem+json',
  )
  const { type, detail, correlationId, causes } = said.body
  deepEqual([said.body['code'], said.body['status'], said.body['title']], [code, status, title])
  equal(type, `urn:ils:refusal:${code}`)
  ok(typeof detail === 'string' && detail.length > 0, 'a refusal says in a sentence what happened')
  ok(typeof correlationId === 'string' && correlationId.length > 0, 'a refusal has a correlation id')
  ok(Array.isArray(causes), 'a refusal has a list of causes')
  if (field === undefined) return
  const fields = causes.map((cause: { field?: unknown }) => cause.field)
  ok(fields.includes(field), `a cause names ${field}, not only ${JSON.stringify(fields)}`)
}

const check = (name: string, run: (kit: Kit) => Promise<void>): KitCheck => ({ name, run })

export const refusalChecks: readonly KitCheck[] = [
  check('says what it is to anyone, and whether it is ready', async ({ client, ask }) => {
    const said = await ask('GET', '/api/about', { key: null })
    equal(said.status, 200)
    ok((await client.about()).product.length > 0)
    equal((await client.readyz()).state, 'ok')
  }),
  check('refuses whoever brings no key, or one that it does not know', async ({ ask }) => {
    isRefusal(await ask('GET', '/api/catalog', { key: null }), 'not_signed_in')
    isRefusal(await ask('GET', '/api/catalog', { key: 'lims_nobody' }), 'not_signed_in')
  }),
  check('refuses what a key has no right to, and says which right it is', async ({ ask, readerKey, order }) => {
    const said = await ask('POST', '/api/jobs/create', { key: readerKey, body: order })
    isRefusal(said, 'not_allowed')
    match(said.text, /jobs:write/)
  }),
  check('gives back the correlation id that came with a request', async ({ ask, fresh }) => {
    const id = fresh('cor')
    const said = await ask('GET', '/api/jobs?limit=0', { headers: { 'x-correlation-id': id } })
    equal(said.headers.get('x-correlation-id'), id)
    equal(said.body['correlationId'], id)
  }),
  check('refuses a body that is not well-formed', async ({ ask }) => {
    isRefusal(await ask('POST', '/api/validation', { body: '{"prescription":' }), 'malformed_body')
  }),
  check('refuses a body of another type', async ({ ask }) => {
    const headers = { 'content-type': 'text/csv' }
    isRefusal(await ask('POST', '/api/validation', { body: 'a,b', headers }), 'unsupported_media_type')
  }),
  check('refuses a field that it does not know, and names it', async ({ ask, order }) => {
    isRefusal(
      await ask('POST', '/api/jobs/create', { body: { ...order, colour: 'blue' } }),
      'invalid_request',
      'body.colour',
    )
    isRefusal(await ask('GET', '/api/jobs?colour=blue'), 'invalid_request', 'query.colour')
  }),
  check('refuses a value beyond its limit, and names field, value and limit', async ({ ask }) => {
    const said = await ask('GET', '/api/jobs?limit=201')
    isRefusal(said, 'invalid_request', 'query.limit')
    const [cause] = said.body['causes'] as { value?: unknown; limit?: unknown }[]
    deepEqual([cause?.value, cause?.limit], [201, 200])
  }),
  check('refuses an id that cannot be one', async ({ ask }) => {
    isRefusal(await ask('GET', '/api/jobs/7/status'), 'invalid_request', 'path.jobId')
  }),
  check('has nothing at other paths, and takes no other method', async ({ ask }) => {
    isRefusal(await ask('GET', '/api/spectacles'), 'not_found')
    const said = await ask('DELETE', '/api/jobs/create')
    isRefusal(said, 'method_not_allowed')
    match(said.headers.get('allow') ?? '', /POST/)
  }),
]
