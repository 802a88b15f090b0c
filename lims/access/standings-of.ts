import type { Actor } from '@ils/platform/actor'
import type { Standing } from '@ils/platform/live/watch-access'
import type { App } from '../app.ts'
import { actorOf } from './authenticate.ts'
import { findHolders, findKeys, type HeldKey, type HolderRow } from './store.ts'

/**
 * What has become of credentials that were good a while ago, for what was opened with them and is still open. Roles of a
 * token stand in the token: of its person only the switch is ours.
 */
export async function standingsOf(
  app: Pick<App, 'pool' | 'clock'>,
  actors: readonly Actor[],
): Promise<readonly Standing[]> {
  const keyIds = new Set(actors.flatMap(({ keyId }) => keyId ?? []))
  const holderIds = new Set(actors.flatMap(({ keyId, id }) => (keyId === null ? (id ?? []) : [])))
  const [keys, holders] = await Promise.all([
    keyIds.size === 0 ? [] : findKeys(app.pool, [...keyIds]),
    holderIds.size === 0 ? [] : findHolders(app.pool, [...holderIds]),
  ])
  const keyById = new Map(keys.map((held) => [held.key.id, held]))
  const holderById = new Map(holders.map((holder) => [holder.id, holder]))
  const now = app.clock.now()
  return actors.map((actor) =>
    actor.keyId === null
      ? standingOfToken(actor, holderById.get(actor.id ?? ''), now)
      : standingOfKey(actor, keyById.get(actor.keyId), now),
  )
}

function standingOfKey(before: Actor, held: HeldKey | undefined, now: Date): Standing {
  if (!held || held.key.revoked_at || held.holder.disabled_at) return { state: 'revoked', endsAt: null }
  const endsAt = held.key.expires_at
  if (endsAt && endsAt <= now) return { state: 'ended', endsAt }
  const after = actorOf(held)
  const isSame = after.practice === before.practice && after.scopes.join() === before.scopes.join()
  return { state: isSame ? 'same' : 'changed', endsAt }
}

function standingOfToken({ endsAt = null }: Actor, holder: HolderRow | undefined, now: Date): Standing {
  if (holder?.disabled_at) return { state: 'revoked', endsAt: null }
  return { state: endsAt && endsAt <= now ? 'ended' : 'same', endsAt }
}
