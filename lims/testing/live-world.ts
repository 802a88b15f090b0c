import type { App } from '@ils/lims/app'
import { openLimsClient, type LimsClient } from '@ils/lims-client/lims-client'
import { readEvents } from '@ils/platform/events/store'
import { startApiProcess, type ApiProcess } from './api-process.ts'
import type { LiveRunWorld } from './live-run.ts'

const SERVERS = 2
const MANY = '100000'

/** Two processes that serve live sockets beside the LIMS given, whose relay runs: each may be killed. */
export async function openLiveWorld(
  app: App,
  admin: LimsClient,
  databaseUrl: string,
  env: Readonly<Record<string, string>> = {},
): Promise<LiveRunWorld & { close(): Promise<void> }> {
  const start = () => startApiProcess(databaseUrl, { ILS_LIVE_SOCKETS_PER_HOLDER: MANY, ...env })
  let coming: Promise<unknown> = Promise.resolve()
  const servers: ApiProcess[] = await Promise.all(Array.from({ length: SERVERS }, start))
  const keyOf = async (name: string, practice?: string): Promise<string> => {
    const roles: ['ecp'] | ['manager'] = practice === undefined ? ['manager'] : ['ecp']
    const holder = await admin.addHolder({ body: { kind: 'person', name, roles, ...(practice ? { practice } : {}) } })
    const body = { holderId: holder.id, label: 'live', requestsPerMinute: Number(MANY) }
    return (await admin.makeKey({ body })).secret ?? ''
  }
  const practices = await Promise.all(
    ['p-1', 'p-2'].map(async (name) => ({ practice: name, key: await keyOf(name, name) })),
  )
  return {
    app,
    urls: () => servers.map(({ url }) => url),
    async kill(luck) {
      // One is always there: what is gone comes back before the next one goes.
      await coming
      const [doomed] = servers.splice(Math.floor(luck() * servers.length), 1)
      await doomed?.kill()
      coming = start().then((server) => servers.push(server))
    },
    client: (key, url) => openLimsClient({ url, key, retry: 'none', circuit: 'none' }),
    labKey: await keyOf('Lab'),
    practices,
    readLog: (after) => readEvents(app.pool, { after, limit: 100_000 }),
    async close() {
      await coming
      await Promise.all(servers.splice(0).map((server) => server.kill()))
    },
  }
}
