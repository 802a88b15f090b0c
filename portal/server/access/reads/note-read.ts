import type { Actor } from '@ils/platform/actor'
import type { readables, Reads } from '../../../contract/reads.ts'
import type { App } from '../../app.ts'
import { listReads, putRead } from './store.ts'

/** What somebody has read already. */
export async function readsOf(app: App, actor: Actor): Promise<Reads> {
  const reads = await listReads(app.db, mustBeSomebody(actor))
  return { tour: reads.get('tour') ?? null, news: reads.get('news') ?? null }
}

export async function noteRead(
  app: App,
  actor: Actor,
  { what, upTo }: { readonly what: (typeof readables)[number]; readonly upTo: string },
): Promise<Reads> {
  await putRead(app.db, { account_id: mustBeSomebody(actor), what, up_to: upTo, at: app.clock.now() })
  return readsOf(app, actor)
}

function mustBeSomebody({ id }: Actor): string {
  // The mount lets only people who are signed in through to these endpoints.
  if (id === null) throw new Error('nobody is signed in')
  return id
}
