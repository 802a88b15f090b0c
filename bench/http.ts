import { once } from 'node:events'
import { openSync, writeSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { openLimsClient } from '@ils/lims-client/lims-client'
import { limsSettings } from '@ils/lims/settings'
import { startLims } from '@ils/lims/start-lims'
import { readSettings } from '@ils/platform/config/read-settings'
import { openLog } from '@ils/platform/log/log'
import autocannon from 'autocannon'
import Koa from 'koa'
import { inTurn, percent, withPostgres, type Figure } from './measure.ts'

const SETUP_KEY = 'setup-key-for-benches'
const ROUNDS = 11
const SECONDS = 2
const CONNECTIONS = 16

/** An authenticated, validated, limited, logged endpoint that reads one row, against a bare handler with the same query and pool. */
export function benchHttp(): Promise<Figure[]> {
  return withPostgres(async (postgres) => {
    const settings = readSettings(limsSettings, {
      NODE_ENV: 'production',
      ILS_LIMS_PORT: '0',
      ADMIN_SETUP_KEY: SETUP_KEY,
    })
    const nowhere = openSync('/dev/null', 'w')
    const lims = await startLims({
      settings: { ...settings, databaseUrl: postgres.databaseUrl, databaseOwnerUrl: postgres.ownerUrl },
      roles: ['api', 'worker', 'relay'],
      // Lines are written as in production, only to nowhere.
      log: openLog({ level: 'info', service: 'bench', to: { write: (line) => void writeSync(nowhere, line) } }),
      env: {},
    })
    const first = await openLimsClient({ url: lims.url }).setUpLab({ body: { setupKey: SETUP_KEY, name: 'Bench' } })
    const admin = openLimsClient({ url: lims.url, key: first.secret ?? '' })
    const made = await admin.makeKey({
      body: { holderId: first.key.holderId, label: 'bench', requestsPerMinute: 1_000_000 },
    })

    const sql =
      'select to_jsonb(k) as key, to_jsonb(h) as holder from api_keys k join holders h on h.id = k.holder_id where k.id = ?'
    const bare = new Koa()
    bare.use(async (ctx) => {
      const { rows } = await lims.app.pool.raw<{ rows: unknown[] }>(sql, [first.key.id])
      ctx.body = rows[0]
    })
    const bareServer = bare.listen(0, '127.0.0.1')
    await once(bareServer, 'listening')
    const bareUrl = `http://127.0.0.1:${(bareServer.address() as AddressInfo).port}/`

    const load = async (url: string, headers: Record<string, string>): Promise<number> => {
      const result = await autocannon({ url, headers, connections: CONNECTIONS, duration: SECONDS, workers: 1 })
      if (result.non2xx > 0 || result.errors > 0)
        throw new Error(`${url}: ${result.non2xx} refusals, ${result.errors} errors`)
      return result.requests.average
    }
    const seen = await inTurn(
      ROUNDS,
      () => load(`${lims.url}/api/access/keys/${first.key.id}`, { authorization: `Bearer ${made.secret ?? ''}` }),
      () => load(bareUrl, {}),
    )
    bareServer.close()
    await lims.stop('the bench is over')
    return [
      {
        what: `Endpoint against bare Koa, ${ROUNDS} rounds of ${SECONDS} s in turn, ${CONNECTIONS} connections`,
        seen: `${percent(seen.ratio)} (${Math.round(seen.a)} and ${Math.round(seen.b)} requests/s)`,
        goal: '≥ 60 %',
        met: seen.ratio >= 0.6,
      },
    ]
  })
}
