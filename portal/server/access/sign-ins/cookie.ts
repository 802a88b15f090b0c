import type { IncomingHttpHeaders } from 'node:http'

/**
 * The cookie of a sign-in. Under https its name begins with `__Host-`: no other host of the domain can set one of that
 * name. Cookies know no ports, so the plain name is the portal's own.
 */
const nameOf = (portalUrl: string, name = 'ils-portal'): string => (isSafe(portalUrl) ? `__Host-${name}` : name)

const isSafe = (portalUrl: string): boolean => portalUrl.startsWith('https:')

/** The secret in the cookie; empty where there is none. */
export const secretInCookie = (headers: IncomingHttpHeaders, portalUrl: string): string =>
  cookieNamed(headers, nameOf(portalUrl))

/** The same of a sign-in under way at a provider. */
export const flowInCookie = (headers: IncomingHttpHeaders, portalUrl: string): string =>
  cookieNamed(headers, nameOf(portalUrl, FLOW))

const FLOW = 'ils-portal-openid'

function cookieNamed(headers: IncomingHttpHeaders, name: string): string {
  for (const part of (headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=')
    if (part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return ''
}

const shared = (portalUrl: string): string => `Path=/; HttpOnly; SameSite=Lax${isSafe(portalUrl) ? '; Secure' : ''}`

/** Without an end of its own: it goes with the browser, and the portal ends it before. */
export const cookieOf = (secret: string, portalUrl: string): string =>
  `${nameOf(portalUrl)}=${secret}; ${shared(portalUrl)}`

export const cookieGone = (portalUrl: string): string => `${nameOf(portalUrl)}=; Max-Age=0; ${shared(portalUrl)}`

export const flowCookieOf = (secret: string, portalUrl: string, seconds: number): string =>
  `${nameOf(portalUrl, FLOW)}=${secret}; Max-Age=${seconds}; ${shared(portalUrl)}`
