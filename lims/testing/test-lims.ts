import { openLimsClient, type LimsClient } from '@ils/lims-client/lims-client'
import type { App } from '@ils/lims/app'
import { LIMS_ROLE, LIMS_SCHEMA, limsGrants, limsMigrations } from '@ils/lims/migrations/migrations'
import { processRoles, type ProcessRole } from '@ils/lims/processes/roles'
import { limsSettings } from '@ils/lims/settings'
import { startLims, type RunningLims } from '@ils/lims/start-lims'
import type { Clock } from '@ils/platform/clock'
import { readSettings } from '@ils/platform/config/read-settings'
import { capturedLog, type CapturedLog } from './captured-log.ts'
import { openTestDatabase, type TestDatabase } from './test-database.ts'

export const SETUP_KEY = 'setup-key-for-tests-only'

export interface TestLimsOptions {
  readonly roles?: readonly ProcessRole[]
  readonly env?: Readonly<Record<string, string>>
  readonly clock?: Clock
  /** A further process on the database of an earlier one. */
  readonly database?: TestDatabase
}

export interface TestLims {
  readonly url: string
  readonly app: App
  readonly log: CapturedLog
  readonly database: TestDatabase
  readonly running: RunningLims
  client(key?: string): LimsClient
  /** Makes the first administrator and answers their key. */
  setUp(): Promise<string>
  close(): Promise<void>
}

export const openLimsDatabase = (): Promise<TestDatabase> =>
  openTestDatabase({ schema: LIMS_SCHEMA, role: LIMS_ROLE, migrations: limsMigrations, grants: limsGrants })

/** A whole LIMS as it runs in production, on a free port and a database of its own. */
export async function openTestLims(options: TestLimsOptions = {}): Promise<TestLims> {
  const database = options.database ?? (await openLimsDatabase())
  const settings = readSettings(limsSettings, {
    NODE_ENV: 'test',
    ILS_LIMS_PORT: '0',
    ADMIN_SETUP_KEY: SETUP_KEY,
    ILS_ANONYMOUS_PER_MINUTE: '1000000',
    ILS_WEBHOOK_SEAL_KEYS: Buffer.alloc(32, 7).toString('base64'),
    ...options.env,
  })
  const log = capturedLog()
  const running = await startLims({
    settings: { ...settings, databaseUrl: database.url },
    roles: options.roles ?? processRoles,
    log,
    env: {},
    ...(options.clock ? { clock: options.clock } : {}),
  })
  // What a test sees is what the LIMS said, and said first: nothing is checked, repeated or held back before it.
  const asked = { url: running.url, retry: 'none', circuit: 'none', checks: 'none' } as const
  const client = (key?: string): LimsClient => openLimsClient({ ...asked, ...(key === undefined ? {} : { key }) })
  return {
    url: running.url,
    app: running.app,
    log,
    database,
    running,
    client,
    async setUp() {
      const { secret } = await client().setUpLab({ body: { setupKey: SETUP_KEY, name: 'Administrator' } })
      if (secret === null) throw new Error('the first key was not shown')
      return secret
    },
    async close() {
      await running.stop('the test is over')
      if (!options.database) await database.close()
    },
  }
}
