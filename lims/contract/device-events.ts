import { Type } from '@sinclair/typebox'
import { eventKind } from './event.ts'
import { Nullable, Words } from './shapes.ts'

const closed = { additionalProperties: false } as const
const text = (description: string) => Type.String({ description })
const maybe = (description: string) => Nullable(text(description))
const Eyes = Type.Array(Words(['right', 'left'], 'An eye'), { description: 'Whose' })

const lineChanged = eventKind({
  type: 'line.changed',
  version: 1,
  means: 'A line to a machine was set up, changed or removed',
  data: Type.Object(
    {
      line: text('The line'),
      machine: text('The machine, as the rulebook names it'),
      did: Words(['made', 'changed', 'removed'], 'What was done to it'),
      enabled: Type.Boolean({ description: 'Whether it is served' }),
    },
    closed,
  ),
})

const traceReceived = eventKind({
  type: 'trace.received',
  version: 1,
  means: 'The shape of a frame was measured and kept',
  data: Type.Object(
    {
      traceId: text('The trace'),
      line: text('The line it came over'),
      jobId: maybe('The job; null: nobody knows one of that name yet'),
      eyes: Eyes,
      faults: Type.Array(Type.String(), { description: 'What should be known of it, in words' }),
    },
    closed,
  ),
})

const designAnswered = eventKind({
  type: 'design.answered',
  version: 1,
  means: 'A design engine answered, or said why it cannot',
  data: Type.Object(
    {
      requestId: text('The request'),
      jobId: text('The job'),
      eyes: Eyes,
      state: Words(['answered', 'refused', 'failed'], 'What came of it'),
      files: Type.Array(Type.String(), { description: 'Surface files it wrote' }),
      note: maybe('What it said beyond that'),
    },
    closed,
  ),
})

export const deviceEvents = { lineChanged, traceReceived, designAnswered } as const
