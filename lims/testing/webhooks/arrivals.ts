import type { ChaosWay } from './chaos-plan.ts'

/** One request, as it came. */
export interface Arrival {
  /** Counts up in the order in which requests were read to their end. */
  readonly n: number
  readonly atMs: number
  readonly id: string
  readonly type: string
  readonly subject: string
  readonly subjectVersion: number
  /** What was done to it: taken well, failed in some way, or not believed. */
  readonly came: 'taken' | 'refused' | ChaosWay
}

export interface ChaosReport {
  readonly requests: number
  readonly byOutcome: Readonly<Partial<Record<Arrival['came'], number>>>
  /** Different events that were seen at all, and those that came more than once. */
  readonly events: number
  readonly repeated: number
  readonly subjects: number
  /** What came for a subject behind something later of the same subject. */
  readonly outOfOrder: readonly string[]
  /** Events that were never answered with a whole 2xx. */
  readonly neverTaken: readonly string[]
}

/** A receiver that answers so has it, whatever the sender hears of that. */
const HAS_IT = new Set<Arrival['came']>(['taken', 'slow', 'wrong_length'])

/** What came, judged by what is promised: each event, each subject in order, the same id when it comes again. */
export function reportOf(arrivals: readonly Arrival[]): ChaosReport {
  const byOutcome: Partial<Record<Arrival['came'], number>> = {}
  const times = new Map<string, number>()
  const taken = new Set<string>()
  const newest = new Map<string, Arrival>()
  const outOfOrder: string[] = []
  for (const arrival of arrivals) {
    const { came, id, subject } = arrival
    byOutcome[came] = (byOutcome[came] ?? 0) + 1
    if (came === 'refused') continue
    times.set(id, (times.get(id) ?? 0) + 1)
    if (HAS_IT.has(came)) taken.add(id)
    const before = newest.get(subject)
    if (!before || arrival.subjectVersion >= before.subjectVersion) newest.set(subject, arrival)
    else
      outOfOrder.push(
        `${id} (version ${arrival.subjectVersion} of ${subject}) came behind ${before.id} (version ${before.subjectVersion})`,
      )
  }
  return {
    ...{ requests: arrivals.length, byOutcome, events: times.size, subjects: newest.size, outOfOrder },
    repeated: [...times.values()].filter((n) => n > 1).length,
    neverTaken: [...times.keys()].filter((id) => !taken.has(id)),
  }
}
