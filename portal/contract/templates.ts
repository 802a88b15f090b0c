import { Type, type Static } from '@sinclair/typebox'
import { frameWays } from '@ils/contract/jobs'
import { Id, Line, Nullable, Words } from '@ils/contract/shapes'
import { endpoint } from './declare.ts'
import { closed } from './shapes.ts'

const Entry = (description: string) => Type.String({ minLength: 1, maxLength: 100, description })

/** What a template keeps of an order: nothing of whom it is for, and nothing that was measured. */
const wanted = {
  design: Entry('The lens, by its id in the catalogue'),
  material: Nullable(Entry('The material')),
  treatments: Type.Array(Entry('A treatment'), { maxItems: 30, uniqueItems: true, description: 'Treatments' }),
  tint: Nullable(Entry('The tint')),
  priority: Nullable(Entry('How soon: standard, rush, same-day')),
  purpose: Nullable(Entry('What it is worn for')),
  frameWay: Words(frameWays, 'Where the frame is'),
}

const Template = Type.Object(
  {
    id: Id('otp', 'The template'),
    name: Type.String({ description: 'What the practice calls it' }),
    ...wanted,
    by: Type.String({ description: 'Who made it' }),
    removed: Type.Boolean({ description: 'It was removed; a while it can be brought back' }),
    version: Type.Integer({ minimum: 1, description: 'How many changes it had' }),
  },
  closed,
)
export type Template = Static<typeof Template>

const Name = Line('What the practice calls it', 80)

export const listTemplates = endpoint({
  method: 'GET',
  path: '/api/order-templates',
  noun: 'orders',
  summary: 'Orders that this practice has given a name, by that name',
  access: { scope: 'orders:write' },
  answer: { status: 200, means: 'All of them', body: Type.Object({ items: Type.Array(Template) }, closed) },
  refusals: ['not_allowed'],
  repeat: 'safe',
})

export const addTemplate = endpoint({
  method: 'POST',
  path: '/api/order-templates',
  noun: 'orders',
  summary: 'Keep lens, treatments and options of an order under a name',
  description: '`conflict`: the practice has one of this name. Patient and prescription have no place in it.',
  access: { scope: 'orders:write' },
  body: Type.Object({ name: Name, ...wanted }, closed),
  answer: { status: 201, means: 'Kept', body: Template },
  refusals: ['not_allowed', 'conflict'],
  repeat: 'keyed',
})

export const changeTemplate = endpoint({
  method: 'PATCH',
  path: '/api/order-templates/:templateId',
  noun: 'orders',
  summary: 'Rename a template, remove it, or bring it back',
  access: { scope: 'orders:write' },
  params: Type.Object({ templateId: Id('otp', 'The template') }, closed),
  body: Type.Object(
    {
      version: Type.Integer({ minimum: 1, description: 'The version that was seen' }),
      name: Type.Optional(Name),
      removed: Type.Optional(Type.Boolean({ description: 'true: remove it; false: bring it back' })),
    },
    closed,
  ),
  answer: { status: 200, means: 'As it is now', body: Template },
  refusals: ['not_allowed', 'not_found', 'conflict'],
  repeat: 'natural',
})

export const oftenOrdered = endpoint({
  method: 'GET',
  path: '/api/often-ordered',
  noun: 'orders',
  summary: 'Lenses that this practice orders most, the first most often; ten at most',
  access: { scope: 'orders:write' },
  answer: {
    status: 200,
    means: 'The lenses',
    body: Type.Object(
      {
        items: Type.Array(
          Type.Object(
            {
              design: wanted.design,
              material: Entry('The material'),
              times: Type.Integer({ minimum: 1, description: 'How often it was ordered' }),
            },
            closed,
          ),
        ),
      },
      closed,
    ),
  },
  refusals: ['not_allowed'],
  repeat: 'safe',
})
