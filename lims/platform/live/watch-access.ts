import type { LiveCloseName } from '@ils/contract/live-closes'
import type { Actor } from '../actor.ts'
import type { Foundation } from '../app.ts'
import type { Listener } from '../db/listen.ts'
import { gather } from '../queue/gather.ts'
import type { LiveSocket } from './live-socket.ts'

/** What has become of the credentials that somebody came in with. */
export interface Standing {
  readonly state: 'same' | 'changed' | 'revoked' | 'ended'
  /** When they end by themselves. */
  readonly endsAt: Date | null
}

export const closeOf: Readonly<Record<Exclude<Standing['state'], 'same'>, LiveCloseName>> = {
  changed: 'access_changed',
  revoked: 'revoked',
  ended: 'credentials_ended',
}

export interface AccessWatch {
  /** What has become of one actor’s credentials; many that ask at once share a question. */
  standing(actor: Actor): Promise<Standing>
  /** How often access changed since the start: what was read before may be what it was before. */
  readonly changes: number
  look(): void
  close(): void
}

const MOST_AT_ONCE = 1000
const SWEEP_MS = 500
const ANYWAY_EVERY = 30

/**
 * Closes the sockets of whoever lost access. A change is heard of with its commit; while the news does not arrive, it is
 * asked for twice a second.
 */
export function watchAccess(options: {
  readonly app: Pick<Foundation, 'log'> & { readonly listener: Listener }
  readonly sockets: ReadonlySet<LiveSocket>
  readonly standingsOf: (actors: readonly Actor[]) => Promise<readonly Standing[]>
  readonly channel: string
}): AccessWatch {
  const { app, sockets, standingsOf } = options
  let changes = 0
  let looking = false
  let again = false
  let closed = false

  async function lookAtAll(): Promise<void> {
    const all = [...sockets]
    if (all.length === 0) return
    const standings = await standingsOf(all.map(({ actor }) => actor))
    for (const [at, socket] of all.entries()) {
      const standing = standings[at]
      if (!standing) continue
      if (standing.state === 'same') socket.endsAt = standing.endsAt
      else socket.close(closeOf[standing.state])
    }
  }

  async function run(): Promise<void> {
    looking = true
    do {
      again = false
      try {
        await lookAtAll()
      } catch (error) {
        if (!closed) app.log.warn({ err: error }, 'access of live sockets could not be looked at, trying again')
      }
    } while (again && !closed)
    looking = false
  }

  function look(): void {
    again = true
    if (!looking && !closed) void run()
  }

  const stopListening = app.listener.on(options.channel, () => {
    changes++
    look()
  })
  let sweeps = 0
  const sweep = setInterval(() => {
    sweeps++
    if (!app.listener.connected || sweeps % ANYWAY_EVERY === 0) look()
  }, SWEEP_MS)
  sweep.unref()

  return {
    standing: gather<Actor, Standing>(MOST_AT_ONCE, async (actors) => [...(await standingsOf(actors))]),
    get changes() {
      return changes
    },
    look,
    close() {
      closed = true
      clearInterval(sweep)
      stopListening()
    },
  }
}
