import { Type, type Static } from '@sinclair/typebox'
import { endpoint } from './endpoint.ts'
import { Instant, Nullable, Words } from './shapes.ts'

export const About = Type.Object(
  {
    product: Type.String({ description: 'ILS LIMS' }),
    version: Type.String({ description: 'Version of the software' }),
    serves: Type.Array(Type.String(), { description: 'The roles of this process' }),
    startedAt: Instant('Since when it runs'),
    database: Words(['embedded', 'external'], 'Where the data lives'),
    queue: Words(['postgres', 'redis'], 'What wakes the workers'),
    eventPosition: Nullable(
      Type.Integer({ description: 'Position of the newest event; null while the database is away' }),
    ),
  },
  { additionalProperties: false },
)
export type About = Static<typeof About>

const ProbeState = Type.Object(
  {
    state: Words(['ok', 'failing', 'stopping'], 'The verdict'),
    checks: Type.Array(
      Type.Object(
        {
          name: Type.String({ description: 'What was checked' }),
          ok: Type.Boolean({ description: 'Whether it is as it should be' }),
          needed: Type.Boolean({ description: 'Whether this process cannot do its work without it' }),
          detail: Type.Optional(Type.String({ description: 'What is wrong' })),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)
export type ProbeState = Static<typeof ProbeState>

const probe = (path: '/livez' | '/readyz' | '/startupz', summary: string, means: string) =>
  endpoint({
    method: 'GET',
    path,
    noun: 'system',
    summary,
    access: 'anyone',
    answer: { status: 200, means, body: ProbeState, also: { 503: 'It is not' } },
    repeat: 'safe',
    unlimited: true,
  })

export const livez = probe('/livez', 'Is the process alive', 'It answers and its event loop turns')
export const readyz = probe('/readyz', 'May traffic come', 'Everything that the roles of this process need is there')
export const startupz = probe('/startupz', 'Has it started', 'The start is over')

export const about = endpoint({
  method: 'GET',
  path: '/api/about',
  noun: 'system',
  summary: 'What runs here',
  access: 'anyone',
  answer: { status: 200, means: 'Product, version and roles', body: About },
  repeat: 'safe',
})

export const metrics = endpoint({
  method: 'GET',
  path: '/metrics',
  noun: 'system',
  summary: 'Prometheus metrics of this process',
  access: 'anyone',
  answer: { status: 200, means: 'Text exposition format', type: 'text/plain; version=0.0.4; charset=utf-8' },
  repeat: 'safe',
  unlimited: true,
})

export const openApi = endpoint({
  method: 'GET',
  path: '/openapi.json',
  noun: 'system',
  summary: 'This API as OpenAPI 3.1',
  access: 'anyone',
  answer: { status: 200, means: 'The document', type: 'application/json; charset=utf-8' },
  repeat: 'safe',
  conditional: true,
})

export const docsPage = endpoint({
  method: 'GET',
  path: '/docs',
  noun: 'system',
  summary: 'This API, to browse and to try',
  access: 'anyone',
  answer: { status: 200, means: 'A page', type: 'text/html; charset=utf-8' },
  repeat: 'safe',
  conditional: true,
})

export const pageFile = endpoint({
  method: 'GET',
  path: '/assets/:file',
  noun: 'system',
  summary: 'Styles and scripts of the pages served here',
  access: 'anyone',
  params: Type.Object(
    { file: Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{0,63}$', description: 'Name of the file' }) },
    { additionalProperties: false },
  ),
  answer: { status: 200, means: 'The file', type: 'application/octet-stream' },
  refusals: ['not_found'],
  repeat: 'safe',
  conditional: true,
})

export const startPage = endpoint({
  method: 'GET',
  path: '/',
  noun: 'system',
  summary: 'A page that says whether the LIMS runs and where to go next',
  access: 'anyone',
  answer: { status: 200, means: 'A page', type: 'text/html; charset=utf-8' },
  repeat: 'safe',
})
