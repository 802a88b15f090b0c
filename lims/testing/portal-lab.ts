import { issuerAt } from '@ils/portal/server/settings'
import { freePort } from './free-port.ts'
import { openFarLims, type FarLims } from './far-lims.ts'
import { openFloorLab, type FloorLab } from './floor-lab.ts'
import { openTestPortal, type TestPortal } from './test-portal.ts'

export interface PortalLab {
  readonly lab: FloorLab
  /** Between the two. */
  readonly far: FarLims
  readonly portal: TestPortal
  close(): Promise<void>
}

/** A lab and a portal that know each other, as `ils up` runs them: the LIMS takes the portal's word for who is signed in. */
export async function openPortalLab(
  files: ReadonlyMap<string, string>,
  own: Readonly<Record<string, string>> = {},
): Promise<PortalLab> {
  // Each has to know the address of the other before it starts.
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const lab = await openFloorLab(files, {
    env: { ILS_TOKEN_ISSUERS: JSON.stringify([issuerAt(url)]), ILS_ALLOW_HTTP_ISSUERS: 'yes' },
  })
  const far = await openFarLims(lab.lims.url)
  const { key } = await lab.member('Portal', 'service')
  const env = { ILS_PORTAL_PORT: String(port), ILS_PORTAL_URL: url, ...own }
  const portal = await openTestPortal({ lims: { url: far.url, key }, env })
  return {
    lab,
    far,
    portal,
    async close() {
      await portal.close()
      await far.close()
      await lab.close()
    },
  }
}
