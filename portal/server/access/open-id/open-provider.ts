import { Refusal } from '@ils/platform/refusal'
import { allowInsecureRequests, discovery, type Configuration } from 'openid-client'
import type { App } from '../../app.ts'
import type { OpenIdProvider } from '../../settings.ts'

const KEEP_MS = 600_000
const TIMEOUT_SECONDS = 10
let known:
  { readonly provider: OpenIdProvider; readonly found: Promise<Configuration>; readonly untilMs: number } | undefined

/** The provider that is set up, as it describes itself; asked again after some minutes. */
export async function openProvider(app: App): Promise<{ provider: OpenIdProvider; config: Configuration }> {
  const provider = app.settings.openId
  if (provider === null) throw new Refusal('not_found', 'No OpenID provider is set up here')
  const nowMs = app.clock.now().getTime()
  if (known?.provider !== provider || known.untilMs < nowMs) {
    const insecure = provider.issuer.startsWith('http:') && app.settings.allowHttpIssuers
    const found = discovery(new URL(provider.issuer), provider.clientId, provider.clientSecret, undefined, {
      timeout: TIMEOUT_SECONDS,
      // For a provider on the same machine, by a setting that says so.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that nobody uses it unawares
      ...(insecure ? { execute: [allowInsecureRequests] } : {}),
    })
    known = { provider, found, untilMs: nowMs + KEEP_MS }
  }
  try {
    return { provider, config: await known.found }
  } catch (error) {
    known = undefined
    app.log.warn({ err: error }, 'the OpenID provider could not be asked')
    throw new Refusal('not_ready', 'The OpenID provider does not answer; try again', {
      headers: { 'retry-after': '5' },
    })
  }
}

/** Where the provider sends the browser back to: a route of the screens. */
export const returnTo = (app: App): string => `${app.url()}/sign-in/openid`
