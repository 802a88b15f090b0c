import { Type, type Static } from '@sinclair/typebox'
import { Id, Instant, Line, Nullable } from '@ils/contract/shapes'
import { endpoint } from './declare.ts'
import { closed, nothing } from './shapes.ts'

const DraftId = Id('dft', 'The draft')
const draftParams = Type.Object({ draftId: DraftId }, closed)
const PatientId = Nullable(Id('pat', 'Whom it is for; null: not chosen yet'))

// A trace of both eyes is the largest thing in it.
const MOST_FORM_BYTES = 400_000

const fields = {
  patientId: PatientId,
  label: Line('What a list of drafts shows: progressive 1.6, to be measured', 200),
  form: Type.Record(Type.String(), Type.Unknown(), {
    description: 'The form as it stands, in the words of the screen; kept sealed, and judged by nobody',
  }),
}

const DraftLine = Type.Object(
  {
    id: DraftId,
    patientId: PatientId,
    label: fields.label,
    by: Type.String({ description: 'Who began it' }),
    version: Type.Integer({ minimum: 1, description: 'How many saves it had' }),
    savedAt: Instant('When it was last saved'),
  },
  closed,
)

export const Draft = Type.Object({ ...DraftLine.properties, form: fields.form }, closed)
export type Draft = Static<typeof Draft>

export const listDrafts = endpoint({
  method: 'GET',
  path: '/api/order-drafts',
  noun: 'orders',
  summary: 'Orders that were begun in this practice and not sent, the last saved first; fifty at most',
  access: { scope: 'orders:write' },
  answer: { status: 200, means: 'Without their forms', body: Type.Object({ items: Type.Array(DraftLine) }, closed) },
  refusals: ['not_allowed'],
  repeat: 'safe',
})

export const beginDraft = endpoint({
  method: 'POST',
  path: '/api/order-drafts',
  noun: 'orders',
  summary: 'Begin an order that is not sent yet',
  access: { scope: 'orders:write' },
  body: Type.Object(fields, closed),
  bodyLimitBytes: MOST_FORM_BYTES,
  answer: { status: 201, means: 'Kept', body: Draft },
  refusals: ['not_allowed', 'not_found'],
  repeat: 'keyed',
})

export const getDraft = endpoint({
  method: 'GET',
  path: '/api/order-drafts/:draftId',
  noun: 'orders',
  summary: 'A draft with its form',
  access: { scope: 'orders:write' },
  params: draftParams,
  answer: { status: 200, means: 'The draft', body: Draft },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const saveDraft = endpoint({
  method: 'PUT',
  path: '/api/order-drafts/:draftId',
  noun: 'orders',
  summary: 'Save a draft; `conflict`: it was saved elsewhere since the version you saw',
  access: { scope: 'orders:write' },
  params: draftParams,
  body: Type.Object(
    { version: Type.Integer({ minimum: 1, description: 'The version that was seen' }), ...fields },
    closed,
  ),
  bodyLimitBytes: MOST_FORM_BYTES,
  answer: { status: 200, means: 'Saved', body: Draft },
  refusals: ['not_found', 'conflict'],
  repeat: 'natural',
})

export const removeDraft = endpoint({
  method: 'DELETE',
  path: '/api/order-drafts/:draftId',
  noun: 'orders',
  summary: 'Throw a draft away',
  access: { scope: 'orders:write' },
  params: draftParams,
  answer: nothing('Gone'),
  refusals: ['not_found'],
  repeat: 'natural',
})
