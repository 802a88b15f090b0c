import type { FullConfiguration } from '@ils/contract/configuration'
import { freePort } from '@ils/testing/free-port'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import { generateLab } from '@ils/seeds/generator/generate-lab'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { cutOffRun } from '@ils/testing/cut-off-run'
import { openFloorLab } from '@ils/testing/floor-lab'
import { openTestDatabase } from '@ils/testing/test-database'
import { expect, test } from 'vitest'
import { PORTAL_ROLE, PORTAL_SCHEMA, portalGrants, portalMigrations } from '../migrations/migrations.ts'
import { issuerAt } from '../settings.ts'

test('no order is lost or made twice while the LIMS answers garbage, news come anyhow, and the portal is killed', async () => {
  const files = readStandardLab()
  const { rulebook } = loadRulebook(files)
  if (!rulebook) throw new Error('the standard lab has faults')
  const portalPort = await freePort()
  const issuers = JSON.stringify([issuerAt(`http://127.0.0.1:${portalPort}`)])
  const lab = await openFloorLab(files, { env: { ILS_TOKEN_ISSUERS: issuers, ILS_ALLOW_HTTP_ISSUERS: 'yes' } })
  const shape = { schema: PORTAL_SCHEMA, role: PORTAL_ROLE, migrations: portalMigrations, grants: portalGrants }
  const database = await openTestDatabase(shape)
  const plan = {
    seed: 3,
    from: '2026-01-05',
    days: 2,
    jobsPerDay: 100,
    catalogue: rulebook.catalogue,
    histories: false,
  }
  const orders = [...generateLab(plan)].map(({ configuration: { job, ...eyes } }) => {
    const { 'history.duplicates': _, 'order.date': __, ...asked } = job
    // The engine's form and the wire's are one.
    return { ...eyes, job: asked } as FullConfiguration
  })
  const run = await cutOffRun(
    {
      ...{ limsUrl: lab.lims.url, portalKey: (await lab.member('Portal', 'service')).key, lab: lab.olga.client },
      reader: (await lab.member('Reader', 'service')).client,
      ...{ portalPort, practice: 'practice-0012', orders: orders.values() },
      ...{ databaseUrl: database.url, ownerUrl: database.ownerUrl },
    },
    { seed: 11, orders: 40, atOnce: 4, kills: 2 },
  )
  expect(run.wrong).toEqual([])
  expect(run.ordered + run.refused).toBe(40)
  expect(run.ordered).toBeGreaterThan(20)
  expect(run.kills).toBe(2)
  expect(run.gone.size).toBeGreaterThan(3)
  await database.close()
  await lab.close()
}, 240_000)
