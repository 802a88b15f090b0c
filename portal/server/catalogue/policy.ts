import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'

/** Whose prices: people of a practice see their own, the lab those of whom it names, or the list price. */
export function practiceForPrices(actor: Actor, asked: string | undefined): string | null {
  if (actor.practice === null) return asked ?? null
  if (asked === undefined || asked === actor.practice) return actor.practice
  const message = `You see the prices of ${actor.practice} only`
  throw new Refusal('not_allowed', message, {
    causes: [{ code: 'practice', field: 'practice', message, value: asked, limit: actor.practice }],
  })
}
