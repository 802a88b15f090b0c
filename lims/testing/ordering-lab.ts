import type { FullConfiguration } from '@ils/contract/configuration'
import type { Event } from '@ils/contract/event'
import type { Order } from '@ils/portal/contract/orders'
import { issuerAt } from '@ils/portal/server/settings'
import { freePort } from './free-port.ts'
import { until } from './condition.ts'
import { openFarLims, type FarLims } from './far-lims.ts'
import { openFloorLab, type FloorLab } from './floor-lab.ts'
import { singleVision } from './single-vision.ts'
import { signedDelivery } from './webhooks/signed-delivery.ts'
import { openTestPortal, type PortalPerson, type TestPortal } from './test-portal.ts'

const PRACTICE = 'practice-0012'
const SECRET = Buffer.alloc(32, 5).toString('base64')

export interface OrderingLab {
  readonly lab: FloorLab
  /** Between the two. */
  readonly far: FarLims
  readonly portal: TestPortal
  /** Orders for a practice. */
  readonly robin: PortalPerson
  /** Something that this lab makes. */
  readonly wanted: FullConfiguration
  /** Each time another order, so that none is alike. */
  readonly configuration: () => FullConfiguration
  readonly patient: (familyName?: string) => Promise<string>
  readonly order: (more?: object) => Promise<Order>
  readonly shown: (orderId: string) => Promise<Order>
  /** Waits until the lab has confirmed it. */
  readonly sent: (orderId: string) => Promise<Order & { readonly jobId: string }>
  /** Delivers an event as a LIMS does. */
  readonly deliver: (event: Event, path?: string) => Promise<Response>
  /** Delivers all that happened to a job. */
  readonly tell: (jobId: string) => Promise<void>
  close(): Promise<void>
}

/** A lab that makes lenses, and a portal from which they are ordered. */
export async function openOrderingLab(
  files: ReadonlyMap<string, string>,
  own: Readonly<Record<string, string>> = {},
): Promise<OrderingLab> {
  // The lab believes the portal who is signed in: it has to know its address before.
  const port = await freePort()
  const issuers = JSON.stringify([issuerAt(`http://127.0.0.1:${port}`)])
  const lab = await openFloorLab(files, { env: { ILS_TOKEN_ISSUERS: issuers, ILS_ALLOW_HTTP_ISSUERS: 'yes' } })
  const far = await openFarLims(lab.lims.url)
  const { key } = await lab.member('Portal', 'service')
  const env = { ILS_LIMS_WEBHOOK_SECRETS: `whsec_${SECRET}`, ILS_PORTAL_PORT: String(port), ...own }
  const portal = await openTestPortal({ lims: { url: far.url, key }, env })
  const robin = await portal.person({ role: 'ecp', practice: PRACTICE })
  const wanted = await configurationOfSingleVision(lab)
  let made = 0

  const configuration = (): FullConfiguration => ({
    ...wanted,
    left: { ...wanted.left, 'rx.sphere': -4750 - 250 * (made++ % 12) },
  })
  const patient = async (familyName = 'Example'): Promise<string> =>
    (await robin.portal.addPatient({ body: { givenName: 'Robin', familyName } })).id
  const shown = (orderId: string): Promise<Order> => robin.portal.getOrder({ params: { orderId } })
  const deliver = (event: Event, path = 'lims-status'): Promise<Response> => {
    const { headers, body } = signedDelivery(event, SECRET, portal.app.clock.now())
    return fetch(`${portal.url}/api/webhooks/${path}`, { method: 'POST', headers, body })
  }
  return {
    ...{ lab, far, portal, robin, wanted, configuration, patient, shown, deliver },
    order: async (more = {}) =>
      robin.portal.takeOrder({ body: { patientId: await patient(), configuration: configuration(), ...more } }),
    sent: (orderId) =>
      until(
        'the lab confirmed the order',
        async () => {
          const now = await shown(orderId)
          return now.jobId !== null && { ...now, jobId: now.jobId }
        },
        // After a LIMS was away the next try is due within fifteen seconds.
        { withinMs: 45_000 },
      ),
    async tell(jobId) {
      for (const event of await lab.story(jobId)) {
        const { status } = await deliver(event)
        if (status !== 200) throw new Error(`${event.type} was answered by ${status}`)
      }
    },
    async close() {
      await portal.close()
      await far.close()
      await lab.close()
    },
  }
}

/** What the simple order is in facts, as the lab keeps it. */
async function configurationOfSingleVision({ ann }: FloorLab): Promise<FullConfiguration> {
  const { judgementId } = await ann.client.validate({ body: { ...singleVision, intent: 'submit' } })
  return (await ann.client.getJudgement({ params: { judgementId: judgementId ?? '' } })).configuration
}
