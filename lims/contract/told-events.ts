import type { EventKind } from './event.ts'
import { catalogUpdated, eventKinds, rulesPublished, rulesRolledBack } from './events.ts'
import { batchClosed, jobEventKinds } from './job-events.ts'
import { webhookEvents } from './webhook-events.ts'

/** What everybody may know of, whose practice it is or not. A pilot is told to those that pilot. */
export const publicEventTypes: readonly string[] = [rulesPublished, rulesRolledBack, catalogUpdated].map(typeOf)

/** What a practice may be told of where it is its own; everything else is told to the lab only. */
export const practiceEventTypes: readonly string[] = [
  ...jobEventKinds.filter((kind) => kind !== batchClosed),
  ...Object.values(webhookEvents),
].map(typeOf)

/** Every type that webhooks tell of; to practices fewer. */
export function toldKinds(practice: string | null): EventKind[] {
  const all: readonly EventKind[] = eventKinds
  if (practice === null) return [...all]
  return all.filter(({ type }) => practiceEventTypes.includes(type) || publicEventTypes.includes(type))
}

function typeOf({ type }: { readonly type: string }): string {
  return type
}
