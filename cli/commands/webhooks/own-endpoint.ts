import { hostname } from 'node:os'
import type { LimsClient } from '@ils/lims-client/lims-client'
import type { NewWebhookSecret } from '@ils/contract/webhooks'

interface Wanted {
  readonly url: string | null
  readonly command: string
  readonly events?: readonly string[] | undefined
  readonly practice?: string | undefined
}

/** Registers an endpoint for as long as a command runs, and removes it however that ends. */
export async function withOwnEndpoint(
  lims: LimsClient,
  { url, command, events, practice }: Wanted,
  run: (endpoint: NewWebhookSecret) => Promise<void>,
): Promise<void> {
  const description = `ils webhooks ${command} on ${hostname()}, until it ends`.slice(0, 200)
  const body = {
    ...{ url, description },
    ...(events ? { events: [...events] } : {}),
    ...(practice === undefined ? {} : { practice }),
  }
  const endpoint = await lims.registerWebhook({ body })
  try {
    await run(endpoint)
  } finally {
    await lims.removeWebhook({ params: { endpointId: endpoint.id } })
  }
}
