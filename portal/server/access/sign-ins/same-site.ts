import type { IncomingMessage } from 'node:http'
import type { Endpoint } from '@ils/contract/endpoint'
import { Refusal } from '@ils/platform/refusal'
import { PORTAL_HEADER } from '../../../contract/portal-header.ts'

/** Programs that sign what they send, and carry no cookie. */
const SIGNED_NOUN = 'webhooks'

/**
 * Against requests that another site makes a browser send (OWASP, cross-site request forgery): whatever may change
 * something must carry a header that no form can send and that needs our consent across origins, and must not name
 * another origin. `SameSite=Lax` of the cookie is the third wall.
 */
export function admitSameSite(url: () => string): (request: IncomingMessage, endpoint: Endpoint) => void {
  return ({ method, headers }, { noun }) => {
    if (method === 'GET' || method === 'HEAD' || noun === SIGNED_NOUN) return
    const { origin } = headers
    if (headers[PORTAL_HEADER] === undefined) throw crossSite(`the header ${PORTAL_HEADER} is missing`)
    if (origin !== undefined && origin !== new URL(url()).origin && !isThisHost(origin, headers.host)) {
      throw crossSite('it says that it comes from another origin')
    }
    const site = headers['sec-fetch-site']
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw crossSite('the browser says so')
  }
}

/** On one machine the portal is called by several names: localhost, 127.0.0.1. A forged Host would need a proxy of ours. */
function isThisHost(origin: string, host: string | undefined): boolean {
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host
}

const crossSite = (why: string): Refusal => new Refusal('cross_site', `This request was not taken: ${why}`)
