import { Type, type Static } from '@sinclair/typebox'
import { endpoint } from './endpoint.ts'
import { EventActor } from './event.ts'
import { Id, Instant, Nullable, Page, pageQuery, PracticeId, Words } from './shapes.ts'

export const AuditEntry = Type.Object(
  {
    id: Id('aud', 'The entry'),
    tenant: Type.String({ description: 'Whose chain it stands in: a practice, or `lab`' }),
    at: Instant('When'),
    actor: EventActor,
    action: Type.String({ description: 'What was done or tried', examples: ['key.made'] }),
    subject: Nullable(Type.String({ description: 'To what' })),
    outcome: Words(['done', 'refused'], 'Whether it came about'),
    detail: Type.Record(Type.String(), Type.Unknown(), {
      description: 'What changed, or why not; never a secret or a prescription',
    }),
    correlationId: Type.String({ description: 'The request it came from' }),
    seal: Nullable(
      Type.Object(
        {
          seq: Type.Integer({ description: 'Place in the chain' }),
          hash: Type.String({ description: 'SHA-256 over the entry and the seal before' }),
        },
        { additionalProperties: false, description: 'null: not sealed yet' },
      ),
    ),
  },
  { additionalProperties: false },
)
export type AuditEntry = Static<typeof AuditEntry>

export const listAudit = endpoint({
  method: 'GET',
  path: '/api/audit',
  noun: 'audit',
  summary: 'The audit trail: every change of access and every refusal of authorisation',
  access: { scope: 'audit:read' },
  query: Type.Object(
    {
      ...pageQuery,
      tenant: Type.Optional(PracticeId),
      action: Type.Optional(Type.String({ maxLength: 80, description: 'Only this action' })),
      subject: Type.Optional(Type.String({ maxLength: 80, description: 'Only about this' })),
    },
    { additionalProperties: false },
  ),
  answer: { status: 200, means: 'Entries, newest first', body: Page(AuditEntry, 'Entries') },
  repeat: 'safe',
})

export const AuditVerdict = Type.Object(
  {
    intact: Type.Boolean({ description: 'Whether every chain holds' }),
    chains: Type.Array(
      Type.Object(
        {
          tenant: Type.String({ description: 'Whose chain' }),
          entries: Type.Integer({ description: 'Sealed entries checked' }),
          head: Nullable(Type.String({ description: 'Hash of the last seal: note it elsewhere to notice a cut tail' })),
          firstBad: Nullable(
            Type.Object(
              {
                seq: Type.Integer({ description: 'Place in the chain' }),
                entryId: Nullable(Type.String({ description: 'The entry' })),
                what: Words(['altered', 'missing', 'resealed'], 'What was done to it'),
              },
              { additionalProperties: false },
            ),
          ),
        },
        { additionalProperties: false },
      ),
    ),
    unsealed: Type.Integer({ description: 'Entries waiting for their seal' }),
    lost: Type.Array(Type.String(), {
      description: 'Entries that nobody will seal: somebody took them out of the queue',
    }),
  },
  { additionalProperties: false },
)
export type AuditVerdict = Static<typeof AuditVerdict>

export const verifyAudit = endpoint({
  method: 'GET',
  path: '/api/audit/verdict',
  noun: 'audit',
  summary: 'Recompute the chains of the audit trail and say whether they hold',
  access: { scope: 'audit:read' },
  answer: { status: 200, means: 'The verdict, with the first bad entry of each chain', body: AuditVerdict },
  repeat: 'safe',
})
