import { Type, type Static } from '@sinclair/typebox'
import { endpoint } from './endpoint.ts'
import { RulebookShape, Sha256 } from './rulebook-shapes.ts'
import { Nullable, PracticeId, Words } from './shapes.ts'

const OfRelease = Type.Object(
  { number: Type.Integer({ description: 'Number' }), hash: Sha256('Its content') },
  { additionalProperties: false, description: 'The release it stands in' },
)

export const CatalogueItem = Type.Object(
  {
    kind: Type.String({ description: 'materials, designs, treatments, …' }),
    id: Type.String({ description: 'What an order names it by' }),
    label: Type.String({ description: 'What people call it, in the language asked for' }),
    attributes: Type.Record(Type.String(), Type.Unknown(), {
      description: 'What rules read of it; numbers in natural units',
    }),
    from: Nullable(Type.String({ description: 'First day of an order that may choose it' })),
    until: Nullable(Type.String({ description: 'Last day' })),
    orderable: Type.Boolean({ description: 'An order of today may choose it' }),
  },
  { additionalProperties: false },
)
export type CatalogueItem = Static<typeof CatalogueItem>

export const getCatalog = endpoint({
  method: 'GET',
  path: '/api/catalog',
  noun: 'catalogue',
  summary: 'What can be ordered',
  access: { scope: 'rules:read' },
  query: Type.Object(
    {
      kind: Type.Optional(
        Type.String({ maxLength: 200, pattern: '^[A-Za-z0-9_,-]+$', description: 'Only these kinds, comma-separated' }),
      ),
      q: Type.Optional(
        Type.String({ minLength: 1, maxLength: 100, description: 'Words in id or label, in any language' }),
      ),
      where: Type.Optional(
        Type.String({
          maxLength: 500,
          description: 'Attributes that must be so, comma-separated: family:poly,index:1.586',
        }),
      ),
      orderable: Type.Optional(Type.Boolean({ description: 'true: only what an order of today may choose' })),
      language: Type.Optional(Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$', description: 'Of labels' })),
      release: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'Another release; needs releases:read' }),
      ),
      practice: Type.Optional(PracticeId),
      limit: Type.Integer({ minimum: 1, maximum: 1000, default: 200, description: 'How many at most' }),
      after: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'The `next` of the page before' })),
    },
    { additionalProperties: false },
  ),
  answer: {
    status: 200,
    means: 'Entries by kind and id',
    body: Type.Object(
      {
        release: OfRelease,
        kinds: Type.Array(
          Type.Object({ kind: Type.String(), count: Type.Integer() }, { additionalProperties: false }),
          { description: 'Every kind, with how many fit the other filters' },
        ),
        total: Type.Integer({ description: 'How many fit' }),
        items: Type.Array(CatalogueItem),
        next: Nullable(Type.String({ description: 'Give this as `after` for the next page; null on the last' })),
      },
      { additionalProperties: false },
    ),
  },
  refusals: ['nothing_in_force', 'not_found', 'not_allowed'],
  repeat: 'safe',
  conditional: true,
})

export const getRules = endpoint({
  method: 'GET',
  path: '/api/rules',
  noun: 'catalogue',
  summary: 'The rules of the release in force, to judge by on your side',
  description:
    'The ordering part holds what an ordering screen needs, with the prices of one practice; it answers in outcome, causes, price and promise as the LIMS does. The whole is for the lab.',
  access: { scope: 'rules:read' },
  query: Type.Object(
    {
      part: Type.Optional(
        Words(['ordering', 'whole'], 'ordering (default): for a practice; whole: everything, needs releases:read'),
      ),
      practice: Type.Optional(PracticeId),
      release: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'Another release; needs releases:read' }),
      ),
    },
    { additionalProperties: false },
  ),
  answer: {
    status: 200,
    means: 'A rulebook for `@ils/rules`',
    body: Type.Object(
      {
        release: OfRelease,
        part: Words(['ordering', 'whole'], 'Which part'),
        practice: Nullable(Type.String({ description: 'Whose prices' })),
        hash: Sha256('This part'),
        rulebook: RulebookShape,
      },
      { additionalProperties: false },
    ),
  },
  refusals: ['nothing_in_force', 'not_found', 'not_allowed'],
  repeat: 'safe',
  conditional: true,
})
