import { openLimsClient, type LimsClient } from '@ils/lims-client/lims-client'
import { LimsRefused } from '@ils/lims-client/refused'
import type { RunningLims } from '@ils/lims/start-lims'
import type { TokenIssuer } from '@ils/platform/config/common-settings'
import { freePort } from '@ils/platform/embedded-postgres/free-port'
import type { Log } from '@ils/platform/log/log'
import { issuerAt } from '@ils/portal/server/settings'
import { startPortal, type RunningPortal } from '@ils/portal/server/start-portal'
import { allPages } from './all-pages.ts'
import type { DataFolder } from './data-folder.ts'
import type { CliSettings } from './settings.ts'

const NAME = 'Portal'

interface Place {
  readonly port: number
  readonly url: string
}

/** Where the portal will be: the LIMS has to know before it starts, to take the portal's word for who is signed in. */
export async function placeOfPortal({ portalPort, portalUrl, host }: CliSettings): Promise<Place> {
  const port = portalPort === 0 ? await freePort(0) : portalPort
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return { port, url: portalUrl ?? `http://${reached}:${port}` }
}

/** Settings of the LIMS by which it takes assertions of the portal beside it. */
export function trustIn(
  portalUrl: string,
  { tokenIssuers, allowHttpIssuers }: CliSettings,
): { tokenIssuers: readonly TokenIssuer[]; allowHttpIssuers: boolean } {
  return {
    tokenIssuers: [...tokenIssuers, issuerAt(portalUrl)],
    // Both run in this process: what they say to each other crosses no network.
    allowHttpIssuers: allowHttpIssuers || portalUrl.startsWith('http:'),
  }
}

export interface Beside {
  readonly lims: RunningLims
  readonly portalAt: Place
  readonly database: { readonly portalUrl: string; readonly ownerUrl: string | null; readonly embedded: boolean }
  readonly log: Log
  readonly onHopeless: () => void
}

/** Starts the portal beside a LIMS of this process. */
export async function startPortalBeside(
  settings: CliSettings,
  folder: DataFolder,
  { lims, portalAt, database, log, onHopeless }: Beside,
): Promise<RunningPortal> {
  return startPortal({
    settings: {
      ...settings,
      portalPort: portalAt.port,
      portalUrl: portalAt.url,
      portalDatabaseUrl: database.portalUrl,
      databaseOwnerUrl: database.ownerUrl,
      portalLimsUrl: lims.url,
      portalLimsKey: settings.portalLimsKey ?? (await portalKey(lims.url, folder)),
      portalSealKeys: settings.portalSealKeys.length > 0 ? settings.portalSealKeys : [folder.portalSealKey()],
      adminSetupKey: settings.adminSetupKey ?? folder.setupKey(),
    },
    log,
    // The LIMS of this process has told them where spans go already.
    env: {},
    embedded: true,
    onHopeless,
  })
}

/** The portal's own key at the LIMS: made once, by the administrator's key; null where that one is not ours. */
async function portalKey(limsUrl: string, folder: DataFolder): Promise<string | null> {
  const adminKey = folder.adminKey()
  const kept = folder.portalKey()
  if (kept !== undefined && (await opens(limsUrl, kept))) return kept
  if (adminKey === undefined) return null
  const admin = openLimsClient({ url: limsUrl, key: adminKey })
  const body = { holderId: await portalHolder(admin), label: 'ils up' }
  const { secret } = await admin.makeKey({ body })
  if (secret !== null) folder.keepPortalKey(secret)
  return secret
}

async function portalHolder(admin: LimsClient): Promise<string> {
  const holders = await allPages((after) => admin.listHolders({ query: { limit: 200, ...after } }))
  const known = holders.find(({ kind, name, disabledAt }) => kind === 'service' && name === NAME && disabledAt === null)
  if (known) return known.id
  const body = { kind: 'service' as const, name: NAME, roles: ['service' as const] }
  return (await admin.addHolder({ body })).id
}

async function opens(limsUrl: string, key: string): Promise<boolean> {
  try {
    await openLimsClient({ url: limsUrl, key }).whoAmI()
    return true
  } catch (error) {
    if (error instanceof LimsRefused && error.code === 'not_signed_in') return false
    throw error
  }
}
