import { isIP } from 'node:net'
import { whyRefused } from './guarded-lookup.ts'
import type { JudgeAddress } from './judge-address.ts'

/**
 * What is wrong with where an endpoint wants to be called, in a sentence. A name is judged when it is dialled; an
 * address that stands in the URL itself never meets a look-up, so it is judged here, before every call as well.
 */
export function faultOfUrl(text: string, judge: JudgeAddress): string | undefined {
  if (!URL.canParse(text)) return 'it is not a URL'
  const url = new URL(text)
  const https = url.protocol === 'https:'
  if (!https && url.protocol !== 'http:') return `${url.protocol} is not https:`
  if (url.username !== '' || url.password !== '') return 'credentials do not belong into a URL; deliveries are signed'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const family = isIP(host)
  if (family !== 0) return whyRefused(host, [{ address: host, family }], judge, https)
  if (host === '' || host === 'localhost' || host.endsWith('.localhost')) {
    // RFC 6761: loopback, whatever a resolver says.
    return whyRefused('127.0.0.1', [{ address: '127.0.0.1', family: 4 }], judge, https)
  }
  return undefined
}
