import { holdAlone } from '@ils/platform/db/sole-holder'
import { openSignal } from '@ils/platform/events/signal'
import type { App } from '../app.ts'
import { serveFolderLine } from './folders/serve-folder-line.ts'
import { linesChannel } from './lines/say-line.ts'
import { listLineRows, type LineRow } from './lines/store.ts'
import { keepMessages } from './messages/keep-messages.ts'
import { countRefusedPeers } from './peers/count-refused-peers.ts'
import type { LineHall, ServedLine, ServeLine } from './served-line.ts'
import { serveTcpLine } from './tcp/serve-tcp-line.ts'

/** A change that no wake-up told of is seen after this time. */
const LOOK_EVERY_MS = 5000

/** How each kind of line is served, by hand. */
const servers: Readonly<Record<LineRow['kind'], ServeLine>> = { tcp: serveTcpLine, folder: serveFolderLine }

interface Running {
  readonly version: number
  readonly served: ServedLine
}

/**
 * Serves every line that is enabled, as it is set up now: a change needs no restart. One process of the installation does so at
 * a time; when it dies its lock goes with its connection, and another takes the ports over.
 */
export function serveLines(app: App, databaseUrl: string) {
  return holdAlone({
    url: databaseUrl,
    name: `${app.schema} devices`,
    log: app.log,
    async hold(signal) {
      app.log.info({}, 'serving machines')
      const hall: LineHall = {
        ...{ app, messages: keepMessages(app), peers: countRefusedPeers(app), connections: new Set<object>() },
      }
      const running = new Map<string, Running>()
      const news = openSignal(signal, LOOK_EVERY_MS)
      const stopListening = app.listener.on(linesChannel(app.schema), news.wake)
      try {
        while (!signal.aborted) {
          await bringUpToDate(hall, running).catch((error: unknown) => {
            app.log.warn({ err: error }, 'lines could not be read, trying again')
          })
          await news.wait()
        }
      } finally {
        stopListening()
        await Promise.all([...running.values()].map(({ served }) => served.close()))
        await Promise.all([hall.messages.close(), hall.peers.close()])
      }
    },
  })
}

async function bringUpToDate(hall: LineHall, running: Map<string, Running>): Promise<void> {
  const lines = new Map((await listLineRows(hall.app.pool)).map((line) => [line.id, line]))
  for (const [id, { version, served }] of running) {
    if (lines.get(id)?.version === version) continue
    running.delete(id)
    await served.close()
  }
  for (const line of lines.values()) {
    if (running.has(line.id) || !line.enabled) continue
    running.set(line.id, { version: line.version, served: servers[line.kind](hall, line) })
  }
}
