import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '@ils/contract/roles'
import { openLimsClient, type LimsClient } from '@ils/lims-client/lims-client'
import { startIls } from '@ils/testing/running-ils'
import type { SignIn } from '@ils/testing/screens/open-screens'
import { buildScreens } from './build-screens.ts'

export interface PortalWorld {
  readonly url: string
  readonly limsUrl: string
  /** The demo practice and who orders for it. */
  readonly practice: string
  readonly ecp: SignIn
  /** A program or a person at the LIMS. */
  readonly lims: (name: string, role: Role) => Promise<LimsClient>
}

/** Everything as `npm start` runs it on a new machine, standard lab and demo practice included. */
export async function withPortal<T>(run: (world: PortalWorld) => Promise<T>): Promise<T> {
  await buildScreens()
  const folder = mkdtempSync(join(tmpdir(), 'ils-proof-'))
  const data = join(folder, 'data')
  const ils = await startIls(data, { NODE_ENV: 'production' }, { seed: true })
  try {
    const read = (file: string): string => readFileSync(join(data, file), 'utf8').trim()
    const admin = openLimsClient({ url: ils.url, key: read('admin.key') })
    // `ils up` wrote it.
    const people = JSON.parse(read('portal-sign-ins.json')) as (SignIn & { role: string; practice: string | null })[]
    const ecp = people.find(({ role }) => role === 'ecp')
    if (!ecp) throw new Error('there is no demo ECP')
    return await run({
      ...{ url: ils.portalUrl, limsUrl: ils.url, practice: ecp.practice ?? '', ecp },
      async lims(name, role) {
        const kind = role === 'service' ? 'service' : 'person'
        const holder = await admin.addHolder({ body: { kind, name, roles: [role] } })
        const body = { holderId: holder.id, label: 'proof', requestsPerMinute: 1_000_000 }
        const { secret } = await admin.makeKey({ body })
        return openLimsClient({ url: ils.url, key: secret ?? '' })
      },
    })
  } finally {
    await ils.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
