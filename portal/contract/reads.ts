import { Type, type Static } from '@sinclair/typebox'
import { Line, Nullable, Words } from '@ils/contract/shapes'
import { endpoint } from './declare.ts'
import { closed } from './shapes.ts'

export const readables = ['tour', 'news'] as const

const Reads = Type.Object(
  {
    tour: Nullable(Type.String({ description: 'When the tour was offered and taken or declined' })),
    news: Nullable(Type.String({ description: 'The newest news of the catalogue that was read' })),
  },
  closed,
)
export type Reads = Static<typeof Reads>

export const getReads = endpoint({
  method: 'GET',
  path: '/api/me/reads',
  noun: 'access',
  summary: 'What I have read already, so that nothing is shown to me twice',
  access: 'signed-in',
  answer: { status: 200, means: 'Up to what', body: Reads },
  repeat: 'safe',
})

export const noteRead = endpoint({
  method: 'POST',
  path: '/api/me/reads',
  noun: 'access',
  summary: 'Note what I have read',
  access: 'signed-in',
  body: Type.Object({ what: Words(readables, 'Of what'), upTo: Line('Up to where', 80) }, closed),
  answer: { status: 200, means: 'Noted', body: Reads },
  repeat: 'natural',
})
