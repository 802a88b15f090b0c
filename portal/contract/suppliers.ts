import { Type, type Static } from '@sinclair/typebox'
import { Id, Instant, Line, Nullable, PracticeId, Words } from '@ils/contract/shapes'
import { eventKind } from '@ils/contract/event'
import { endpoint } from './declare.ts'
import { closed } from './shapes.ts'

const fields = {
  name: Line('What the supplier is called', 120),
  contact: Nullable(Line('Whom to call or write to', 200)),
  accountNumber: Nullable(Line('The number that the practice has there', 80)),
}

export const SupplierId = Id('fsp', 'The supplier of frames')

const Supplier = Type.Object(
  {
    id: SupplierId,
    practice: PracticeId,
    ...fields,
    closedAt: Nullable(Instant('Since when nothing is ordered of them')),
    version: Type.Integer({ minimum: 1, description: 'How many changes it had' }),
  },
  closed,
)
export type Supplier = Static<typeof Supplier>

const practiceParams = Type.Object({ practiceId: PracticeId }, closed)

export const listSuppliers = endpoint({
  method: 'GET',
  path: '/api/practices/:practiceId/suppliers',
  noun: 'practices',
  summary: 'Who supplies frames to a practice',
  access: { scope: 'practice:read' },
  params: practiceParams,
  answer: { status: 200, means: 'By name', body: Type.Object({ items: Type.Array(Supplier) }, closed) },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const addSupplier = endpoint({
  method: 'POST',
  path: '/api/practices/:practiceId/suppliers',
  noun: 'practices',
  summary: 'Add a supplier of frames',
  access: { scope: 'practice:write' },
  params: practiceParams,
  body: Type.Object(fields, closed),
  answer: { status: 201, means: 'Added', body: Supplier },
  refusals: ['not_found', 'not_allowed'],
  repeat: 'keyed',
})

export const changeSupplier = endpoint({
  method: 'PATCH',
  path: '/api/practices/:practiceId/suppliers/:supplierId',
  noun: 'practices',
  summary: 'Change a supplier of frames, or close it',
  access: { scope: 'practice:write' },
  params: Type.Object({ practiceId: PracticeId, supplierId: SupplierId }, closed),
  body: Type.Object(
    {
      version: Type.Integer({ minimum: 1, description: 'The version that was seen' }),
      ...Type.Partial(Type.Object(fields)).properties,
      closed: Type.Optional(Type.Boolean({ description: 'Nothing is ordered of them any more' })),
    },
    closed,
  ),
  answer: { status: 200, means: 'As it is now', body: Supplier },
  refusals: ['not_found', 'not_allowed', 'conflict'],
  repeat: 'natural',
})

export const supplierChanged = eventKind({
  type: 'practice.supplier_changed',
  version: 1,
  means: 'A supplier of frames was added, changed or closed',
  data: Type.Object(
    { practice: PracticeId, supplierId: Type.String(), what: Words(['added', 'changed', 'closed'], 'What was done') },
    closed,
  ),
})
