import { limsApi } from '@ils/contract/lims'
import { LIVE_PATH } from '@ils/contract/live'
import { binderFor } from '@ils/platform/http/binding'
import type { Live } from '@ils/platform/live/open-live'
import type { App } from '../app.ts'

const bind = binderFor<App>()

export const liveRoutes = (live: Pick<Live, 'giveTicket'>) => [
  bind(limsApi.makeLiveTicket, async ({ actor }) => {
    const { ticket, expiresAt, position } = await live.giveTicket(actor)
    return { body: { ticket, expiresAt: expiresAt.toISOString(), path: LIVE_PATH, position } }
  }),
]
