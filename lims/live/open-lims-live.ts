import type { Actor } from '@ils/platform/actor'
import { openLive, type Live } from '@ils/platform/live/open-live'
import { shareReading } from '@ils/platform/live/share-reading'
import { accessChannel, standingsOf } from '../access/public.ts'
import type { App } from '../app.ts'
import { practicesOfJobs } from '../production/public.ts'
import { mustBeForThem, mustBeTheirJobs } from './policy.ts'
import { roomsOfEvent } from './rooms-of-event.ts'
import { boardSource, catalogueSource } from './snapshots.ts'

/** Live push of the LIMS: its rooms, who may listen to them, and how things are now. */
export function openLimsLive(app: App, stopping: AbortSignal): Live {
  const catalogue = catalogueSource(app)
  const { settings } = app
  const shared = settings.redisUrl === null ? undefined : shareReading(app, settings.redisUrl)

  async function mustMayJoin(actor: Actor, rooms: readonly string[]): Promise<void> {
    mustBeForThem(actor, rooms)
    const jobs = rooms.filter((room) => room.startsWith('job:')).map((room) => room.slice('job:'.length))
    if (jobs.length > 0) mustBeTheirJobs(actor, jobs, await practicesOfJobs(app.pool, jobs))
  }

  const live = openLive({
    app,
    stopping,
    shared,
    rules: {
      roomsOf: roomsOfEvent,
      mustMayJoin,
      snapshots: [catalogue, boardSource(app)],
      standingsOf: (actors) => standingsOf(app, actors),
      accessChannel: accessChannel(app.schema),
      socketsPerHolder: settings.liveSocketsPerHolder,
      origins: settings.corsOrigins,
    },
  })
  const stopListening = app.rules.subscribe(() => {
    live.changed(catalogue)
  })
  return {
    ...live,
    async close() {
      stopListening()
      await live.close()
    },
  }
}
