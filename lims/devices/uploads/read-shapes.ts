import { valueOf, type Message } from '@ils/oma/records/message'
import { removeRecords } from '@ils/oma/records/edit-message'
import { numberOf, fieldsOf } from '@ils/oma/records/read-value'
import { checkTraces } from '@ils/oma/traces/check-traces'
import { readTraces, type Traces } from '@ils/oma/traces/read-traces'
import { recentreMessage } from '@ils/oma/traces/recentre'
import type { Finding } from '@ils/oma/refusal'
import type { Answer } from '@ils/oma/session/question'
import { answerNo } from '../answers/refused-answer.ts'

export interface Shapes {
  /** As it is kept: what was off its centre is seen from there. */
  readonly message: Message
  readonly traces: Traces
  /** What should be known of it; it is kept nevertheless. */
  readonly faults: readonly Finding[]
  readonly dbl: number | null
}

/** The shapes of an upload, sound and centred; or what the tracer hears. Nothing is repaired: see the standard's loader rules. */
export function readShapes(sent: Message): Shapes | Answer {
  const first = readTraces(sent)
  const bad = first.findings.find(({ severity }) => severity === 'refuse')
  if (bad) return answerNo('format error', bad.message)
  if (!first.right && !first.left) {
    const [opaque] = first.opaque
    if (!opaque) return answerNo('missing record', 'TRCFMT missing')
    return answerNo('unsupported tracing format', `Format ${opaque.format} is not read here, send format 1`)
  }
  const centred = recentreMessage(sent)
  const lost = centred.findings.find(({ severity }) => severity === 'refuse')
  if (lost) return answerNo('format error', lost.message)
  const message = ['REQ', 'ANS', 'STATUS'].reduce(removeRecords, centred.message)
  return {
    ...{ message, traces: readTraces(message) },
    // As it was sent: that it was off its centre is known of the first message only.
    faults: [...first.findings, ...checkTraces(sent, first)],
    dbl: numberOf(fieldsOf(valueOf(sent, 'DBL') ?? '')[0]) ?? null,
  }
}
