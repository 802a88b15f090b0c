import { openLimsClient, type LimsClient } from '@ils/lims-client/lims-client'
import { freePort } from '@ils/testing/free-port'
import { issuerAt } from '@ils/portal/server/settings'
import { invitePerson, openPortalBrowser, type PortalPerson } from '@ils/testing/portal-browser'
import { startPortalProcess } from '@ils/testing/portal-process'
import { plantDraft } from '@ils/testing/plant-draft'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { buildScreens } from './build-screens.ts'
import { withFloorLims } from './floor-lims.ts'

export interface PortalBeside {
  readonly url: string
  readonly practice: string
  /** Orders for the practice. */
  readonly robin: PortalPerson
  /** Somebody else of the practice. */
  readonly colleague: () => Promise<PortalPerson>
  readonly rulebook: Rulebook
  /** Somebody of the lab at the floor. */
  readonly lab: LimsClient
  /** Reads the log and all jobs. */
  readonly reader: LimsClient
  /** Brings a rulebook into force; answers when the LIMS has said that it is. */
  readonly publish: (rulebook: Rulebook) => Promise<void>
}

const SETUP_KEY = 'setup-key-for-portals'
const ADMIN = { name: 'Alex Admin', email: 'admin@portal.example', password: 'four words nobody has guessed' }
const PRACTICE = 'practice-0012'
const LOOPBACK = '127.0.0.0/8'

/** A LIMS with the standard lab, and a portal beside it as a process of its own: the two speak as over a network. */
export async function withPortalBeside<T>(run: (beside: PortalBeside) => Promise<T>): Promise<T> {
  await buildScreens()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const trust = { ILS_TOKEN_ISSUERS: JSON.stringify([issuerAt(url)]), ILS_ALLOW_HTTP_ISSUERS: 'yes' }
  const hooks = {
    ILS_WEBHOOK_ALLOWED_NETWORKS: LOOPBACK,
    ILS_WEBHOOK_SEAL_KEYS: Buffer.alloc(32, 7).toString('base64'),
  }
  return withFloorLims(
    1,
    async ({ running, doors, engineer, rulebook, portalDatabase, programKey }) => {
      const [first, lab] = [running[0], doors[0]]
      if (!first || !lab) throw new Error('no LIMS runs')
      const portal = await startPortalProcess({
        ...{ NODE_ENV: 'production', ILS_PORTAL_PORT: String(port), ILS_PORTAL_URL: url, ILS_LIMS_URL: first.url },
        ...{ ILS_LIMS_KEY: await programKey('Portal'), ADMIN_SETUP_KEY: SETUP_KEY },
        ...{ PORTAL_DATABASE_URL: portalDatabase.databaseUrl, DATABASE_OWNER_URL: portalDatabase.ownerUrl },
        ILS_PORTAL_SEAL_KEYS: Buffer.alloc(32, 8).toString('base64'),
      })
      try {
        const admin = openPortalBrowser(portal.url)
        await admin.portal.setUpPortal({ body: { setupKey: SETUP_KEY, ...ADMIN } })
        await admin.portal.signIn({ body: { email: ADMIN.email, password: ADMIN.password } })
        const robin = await invitePerson(portal.url, admin, 1, { role: 'ecp', practice: PRACTICE, leads: true })
        const bySelf = openLimsClient({ url: first.url, key: engineer.key })
        let [number, people] = [1, 1]
        return await run({
          ...{ url, practice: PRACTICE, robin, rulebook, lab },
          colleague: () => invitePerson(portal.url, admin, (people += 1), { role: 'ecp', practice: PRACTICE }),
          reader: openLimsClient({ url: first.url, key: await programKey('Reader') }),
          async publish(next) {
            const draft = await plantDraft(first.app, engineer, next, { base: number, submittedBy: engineer.id })
            // Between handing in and bringing into force people read, and every process gets it ready.
            await first.app.rules.compiled(draft.hash)
            const emergency = { reason: 'a proof of the portal' }
            const body = { version: draft.version, hash: draft.hash, emergency }
            number = (await bySelf.publishDraft({ params: { draftId: draft.id }, body })).number
          },
        })
      } finally {
        await portal.stop()
      }
    },
    { ...trust, ...hooks },
  )
}
