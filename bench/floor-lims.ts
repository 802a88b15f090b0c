import { openLimsClient, type LimsClient } from '@ils/lims-client/lims-client'
import { LIMS_SCHEMA } from '@ils/lims/migrations/migrations'
import { limsSettings } from '@ils/lims/settings'
import { startLims, type RunningLims } from '@ils/lims/start-lims'
import { readSettings } from '@ils/platform/config/read-settings'
import { openDatabase, type Db } from '@ils/platform/db/database'
import { silentLog } from '@ils/platform/log/log'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { until } from '@ils/testing/condition'
import { plantDraft } from '@ils/testing/plant-draft'
import { withPostgres } from './measure.ts'

const SETUP_KEY = 'setup-key-for-floors'

export interface FloorLims {
  /** Each with the same person of the lab; the first does what is not asked from outside. */
  readonly running: readonly RunningLims[]
  readonly doors: readonly LimsClient[]
  readonly manager: LimsClient
  readonly key: string
  readonly engineer: { readonly id: string; readonly name: string; readonly key: string }
  readonly rulebook: Rulebook
  readonly ownerDb: Db
  /** Where a portal beside it keeps what is its own. */
  readonly portalDatabase: { readonly databaseUrl: string; readonly ownerUrl: string }
  /** The key of a program at the first of them. */
  readonly programKey: (name: string) => Promise<string>
}

/** The standard lab in force in some LIMS on one durable database. */
export function withFloorLims<T>(
  count: number,
  run: (lims: FloorLims) => Promise<T>,
  env: Readonly<Record<string, string>> = {},
): Promise<T> {
  return withPostgres(async ({ databaseUrl, portalUrl, ownerUrl }) => {
    const settings = readSettings(limsSettings, {
      NODE_ENV: 'production',
      ILS_LIMS_PORT: '0',
      ADMIN_SETUP_KEY: SETUP_KEY,
      ...env,
    })
    const running: RunningLims[] = []
    for (let i = 0; i < count; i++) {
      running.push(
        await startLims({
          settings: { ...settings, databaseUrl, databaseOwnerUrl: ownerUrl },
          roles: i === 0 ? ['api', 'worker', 'relay', 'devices'] : ['api'],
          log: silentLog,
          env: {},
        }),
      )
    }
    const ownerDb = openDatabase({ schema: LIMS_SCHEMA, applicationName: 'ils bench', poolMax: 1, url: ownerUrl })
    try {
      const lab = await openLab(running, ownerDb)
      return await run({ ...lab, portalDatabase: { databaseUrl: portalUrl, ownerUrl } })
    } finally {
      await ownerDb.destroy()
      for (const one of running.toReversed()) await one.stop('the bench is over')
    }
  })
}

async function openLab(running: readonly RunningLims[], ownerDb: Db): Promise<Omit<FloorLims, 'portalDatabase'>> {
  const [first] = running
  if (!first) throw new Error('no LIMS runs')
  const setUp = await openLimsClient({ url: first.url }).setUpLab({ body: { setupKey: SETUP_KEY, name: 'Bench' } })
  const admin = openLimsClient({ url: first.url, key: setUp.secret ?? '' })
  const keyOf = async (name: string, role: 'lab' | 'manager' | 'engineer') => {
    const holder = await admin.addHolder({ body: { kind: 'person', name, roles: [role] } })
    const made = await admin.makeKey({
      body: { holderId: holder.id, label: 'bench', requestsPerMinute: 1_000_000 },
    })
    return { id: holder.id, name, key: made.secret ?? '' }
  }
  const ann = await keyOf('Ann', 'engineer')
  const rulebook = standardLab()
  const draft = await plantDraft(first.app, ann, rulebook, { submittedBy: ann.id })
  const engineer = openLimsClient({ url: first.url, key: ann.key })
  await engineer.publishDraft({ params: { draftId: draft.id }, body: { version: draft.version, hash: draft.hash } })
  for (const { app } of running) await until('the standard lab is in force', () => app.rules.inForce(null))
  const { key } = await keyOf('Olga', 'lab')
  const manager = await keyOf('Max', 'manager')
  return {
    ...{ running, key, rulebook, ownerDb, engineer: ann },
    doors: running.map(({ url }) => openLimsClient({ url, key })),
    manager: openLimsClient({ url: first.url, key: manager.key }),
    async programKey(name) {
      const holder = await admin.addHolder({ body: { kind: 'service', name, roles: ['service'] } })
      const body = { holderId: holder.id, label: 'bench', requestsPerMinute: 1_000_000 }
      return (await admin.makeKey({ body })).secret ?? ''
    },
  }
}

function standardLab(): Rulebook {
  const { rulebook } = loadRulebook(readStandardLab())
  if (!rulebook) throw new Error('the standard lab has faults')
  return rulebook
}
