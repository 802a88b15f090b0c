import type { Rulebook } from '@ils/rules/language/rulebook'
import type { Offer, Offered } from './judged.ts'

/** What of a release can be chosen on an order of today. */
export function offerOf({ catalogue, settings, vocabulary }: Rulebook): Offer {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: settings.timeZone }).format(new Date())
  const kind = (name: string): Offered[] =>
    (catalogue[name] ?? [])
      .filter(({ from, until }) => (from === undefined || from <= today) && (until === undefined || today <= until))
      .map(({ id, label, attributes }) => ({ id, label, attributes }))
  return {
    currency: settings.currency,
    timeZone: settings.timeZone,
    designs: kind('designs'),
    materials: kind('materials'),
    treatments: kind('treatments'),
    tints: kind('tints'),
    frames: kind('frames'),
    redoReasons: vocabulary.find(({ id }) => id === 'order.redoReason')?.values ?? [],
  }
}
