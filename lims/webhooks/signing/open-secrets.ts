import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import type { EndpointRow } from '../endpoints/store.ts'
import { sealSecret, unsealSecret } from './seal-secret.ts'

type Sealed = Pick<EndpointRow, 'id' | 'secret' | 'secret_before' | 'secret_before_until'>
type World = Pick<App, 'settings' | 'clock'>

/** What deliveries to an endpoint are signed with now: its secret, and the one before it while that still counts. */
export function openSecrets(app: World, row: Sealed): string[] {
  const still = row.secret_before_until !== null && row.secret_before_until > app.clock.now()
  const sealed = still && row.secret_before !== null ? [row.secret, row.secret_before] : [row.secret]
  const keys = keysOf(app)
  return sealed.map((text) => {
    const secret = unsealSecret(keys, row.id, text)
    if (secret !== undefined) return secret
    const message = `The secret of ${row.id} was sealed with a key that ILS_WEBHOOK_SEAL_KEYS does not hold; rotate the secret, or give the key back`
    throw new Refusal('webhooks_off', message)
  })
}

/** Seals with the first key of the settings; the others only open what they sealed. */
export function seal(app: World, owner: string, secret: string): string {
  const [key] = keysOf(app)
  if (key) return sealSecret(key, owner, secret)
  const message =
    'Webhooks are not set up on this LIMS: ILS_WEBHOOK_SEAL_KEYS has to hold a key that their secrets are sealed with'
  throw new Refusal('webhooks_off', message)
}

const keysOf = ({ settings }: World): Buffer[] => settings.webhookSealKeys.map((text) => Buffer.from(text, 'base64'))
