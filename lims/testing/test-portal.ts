import type { Clock } from '@ils/platform/clock'
import { readSettings } from '@ils/platform/config/read-settings'
import type { App } from '@ils/portal/server/app'
import { PORTAL_ROLE, PORTAL_SCHEMA, portalGrants, portalMigrations } from '@ils/portal/server/migrations/migrations'
import { portalSettings } from '@ils/portal/server/settings'
import { startPortal, type RunningPortal } from '@ils/portal/server/start-portal'
import { capturedLog, type CapturedLog } from './captured-log.ts'
import {
  invitePerson,
  openPortalBrowser,
  type PersonOptions,
  type PortalBrowser,
  type PortalPerson,
} from './portal-browser.ts'
import { openTestDatabase, type TestDatabase } from './test-database.ts'
import { SETUP_KEY } from './test-lims.ts'

export type { PortalBrowser, PortalPerson } from './portal-browser.ts'

export interface TestPortalOptions {
  /** Where its LIMS is, and its key there; without it there is no LIMS. */
  readonly lims?: { readonly url: string; readonly key?: string }
  readonly env?: Readonly<Record<string, string>>
  readonly clock?: Clock
}

export interface TestPortal {
  readonly url: string
  readonly app: App
  readonly log: CapturedLog
  readonly database: TestDatabase
  readonly running: RunningPortal
  /** A browser nobody is signed in with yet. */
  browser(): PortalBrowser
  /** The administrator, made at the first call; signed in again where the sign-in is over. */
  admin(): Promise<PortalBrowser>
  /** Somebody who was invited and came, signed in. Their practice is added where it is missing. */
  person(who: PersonOptions): Promise<PortalPerson>
  close(): Promise<void>
}

const ADMIN = { name: 'Alex Admin', email: 'admin@portal.example', password: 'four words nobody has guessed' }

/** A whole portal as it runs in production, on a free port and a database of its own. */
export async function openTestPortal(options: TestPortalOptions = {}): Promise<TestPortal> {
  const database = await openTestDatabase({
    schema: PORTAL_SCHEMA,
    role: PORTAL_ROLE,
    migrations: portalMigrations,
    grants: portalGrants,
  })
  const settings = readSettings(portalSettings, {
    NODE_ENV: 'test',
    ILS_PORTAL_PORT: '0',
    ILS_PORTAL_SEAL_KEYS: Buffer.alloc(32, 9).toString('base64'),
    // Nobody answers at port 1: a portal without a LIMS.
    ILS_LIMS_URL: options.lims?.url ?? 'http://127.0.0.1:1',
    ...(options.lims?.key === undefined ? {} : { ILS_LIMS_KEY: options.lims.key }),
    ADMIN_SETUP_KEY: SETUP_KEY,
    ILS_ANONYMOUS_PER_MINUTE: '1000000',
    ...options.env,
  })
  const log = capturedLog()
  const running = await startPortal({
    settings: { ...settings, portalDatabaseUrl: database.url },
    log,
    env: {},
    ...(options.clock ? { clock: options.clock } : {}),
  })
  const browser = (): PortalBrowser => openPortalBrowser(running.url)
  const admin = browser()
  let made: Promise<unknown> | undefined
  let people = 0
  const adminSignedIn = async (): Promise<PortalBrowser> => {
    await (made ??= admin.portal.setUpPortal({ body: { setupKey: SETUP_KEY, ...ADMIN } }))
    const { email, password } = ADMIN
    // A test may have moved the clock beyond the end of a sign-in.
    await admin.portal.getMe().catch(() => admin.portal.signIn({ body: { email, password } }))
    return admin
  }
  return {
    url: running.url,
    app: running.app,
    log,
    database,
    running,
    browser,
    admin: adminSignedIn,
    person: async (who) => invitePerson(running.url, await adminSignedIn(), ++people, who),
    async close() {
      await running.stop('the test is over')
      await database.close()
    },
  }
}
