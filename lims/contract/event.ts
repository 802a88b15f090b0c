import { Type, type Static, type TObject } from '@sinclair/typebox'
import { Id, Instant, Nullable, Words } from './shapes.ts'

/** Who did it, as it stands in events and in the audit trail. */
export const EventActor = Type.Object(
  {
    kind: Words(['person', 'service', 'system'], 'A person, a program, or the LIMS itself'),
    id: Nullable(Type.String({ description: 'The holder; null for the LIMS itself' })),
    name: Type.String({ description: 'The name as it was then' }),
  },
  { additionalProperties: false },
)
export type EventActor = Static<typeof EventActor>

/** Something that happened. The log is append-only; `seq` is gapless and in order of commit. */
export const Event = Type.Object(
  {
    id: Id('evt', 'Id of the event: receivers keep it to drop repeats'),
    seq: Type.Integer({ minimum: 1, description: 'Position in the log' }),
    type: Type.String({ description: 'What happened, past tense and dotted', examples: ['access.key_created'] }),
    version: Type.Integer({ minimum: 1, description: 'Version of the shape of `data`' }),
    practice: Nullable(Type.String({ description: 'Whose it is; null: the lab itself' })),
    subject: Type.String({ description: 'What it happened to' }),
    subjectVersion: Type.Integer({ minimum: 1, description: 'How many changes that thing had: the later one wins' }),
    at: Instant('When it happened'),
    releaseId: Nullable(Type.String({ description: 'The release that decided it, if one did' })),
    correlationId: Type.String({ description: 'The request or task it came from' }),
    actor: EventActor,
    data: Type.Record(Type.String(), Type.Unknown(), { description: 'What the type says of itself' }),
  },
  { additionalProperties: false },
)
export type Event = Static<typeof Event>

export interface EventKind<D extends TObject = TObject, T extends string = string> {
  readonly type: T
  readonly version: number
  readonly means: string
  readonly data: D
}

/** Declares an event: its name is a promise to every receiver. */
export function eventKind<D extends TObject, const T extends string>(kind: EventKind<D, T>): EventKind<D, T> {
  return kind
}
