import { Type, type Static } from '@sinclair/typebox'
import { Id, Instant, PracticeId, Words } from '@ils/contract/shapes'
import { endpoint } from './declare.ts'
import { closed } from './shapes.ts'

const Label = Type.Record(Type.String(), Type.String(), { description: 'What people call it, by language' })

const CatalogueNews = Type.Object(
  {
    id: Id('cnw', 'The news: a later one has a greater id'),
    release: Type.Integer({ description: 'The release that brought it' }),
    before: Type.Integer({ description: 'The release before it, as this portal knew it' }),
    at: Instant('Since when it is known here'),
    entries: Type.Array(
      Type.Object(
        {
          what: Words(['added', 'withdrawn', 'renamed'], 'What became of it'),
          kind: Words(['designs', 'materials', 'treatments', 'tints', 'frames'], 'Of what kind it is'),
          id: Type.String({ description: 'Its id in the catalogue' }),
          label: Label,
        },
        closed,
      ),
      { description: 'What can be ordered now, and what not any more' },
    ),
    rules: Type.Array(
      Type.Object(
        {
          about: Words(['price', 'limit', 'time'], 'What it decides'),
          sentence: Type.String({ description: 'In the words of the lab' }),
        },
        closed,
      ),
      { description: 'Prices, limits and times that changed; the first of them' },
    ),
    more: Type.Integer({ minimum: 0, description: 'How many such changes there are besides' }),
  },
  closed,
)
export type CatalogueNews = Static<typeof CatalogueNews>

export const listCatalogueNews = endpoint({
  method: 'GET',
  path: '/api/catalogue/news',
  noun: 'catalogue',
  summary: 'What changed between releases, as far as who orders may see it; the newest twenty',
  access: { scope: 'catalogue:read' },
  query: Type.Object({ practice: Type.Optional(PracticeId) }, closed),
  answer: {
    status: 200,
    means: 'The newest first',
    body: Type.Object({ items: Type.Array(CatalogueNews) }, closed),
  },
  refusals: ['not_allowed'],
  repeat: 'safe',
})
