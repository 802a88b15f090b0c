import type { Impact } from '@ils/contract/impacts'
import type { LimsClient } from '@ils/lims-client/lims-client'

/** The newest preview of a draft that came to its end; of what the draft is now where there is one. */
export async function newestImpact(lims: LimsClient, draftId: string): Promise<Impact | null> {
  // The newest first: beyond these nobody looks.
  const { items } = await lims.listImpacts({ params: { draftId }, query: { limit: 50 } })
  const done = items.filter(({ state }) => state === 'done')
  return done.find(({ current }) => current) ?? done[0] ?? null
}
