import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Clock } from '../clock.ts'

/** A program that may come to the service port: whoever holds the key of this pin. */
export interface PinnedPeer {
  readonly name: string
  /** `sha256/` and the base64 of the SHA-256 of the public key: a renewed certificate of the same key keeps it. */
  readonly pin: string
  /** The end of an overlap: from then on this key opens nothing any more. */
  readonly until: Date | null
}

const PIN = /^sha256\/[A-Za-z0-9+/]{43}=$/

/**
 * Reads a list of peers: a line for each key, `name pin` or `name pin until`; `#` begins a remark. A peer whose key is
 * being changed has two lines for a while.
 */
function readPeers(text: string, file: string): PinnedPeer[] {
  return text.split(/\r?\n/).flatMap((line, i): PinnedPeer[] => {
    const [name, pin, until, ...rest] = line.replace(/#.*/, '').trim().split(/\s+/)
    if (name === undefined || name === '') return []
    const where = `${file}:${i + 1}`
    if (pin === undefined || !PIN.test(pin)) {
      throw new Error(
        `${where}: the pin of ${name} is ${pin ?? 'missing'}; it must be sha256/ and 44 characters of base64`,
      )
    }
    if (rest.length > 0) throw new Error(`${where}: more than name, pin and until: ${rest.join(' ')}`)
    if (until === undefined) return [{ name, pin, until: null }]
    const end = new Date(until)
    if (Number.isNaN(end.getTime())) {
      throw new Error(`${where}: until is ${until}; it must be an instant such as 2026-12-31T00:00:00Z`)
    }
    return [{ name, pin, until: end }]
  })
}

export const readPeersFile = (file: string): PinnedPeer[] => readPeers(readFileSync(file, 'utf8'), file)

/** The pin of a certificate, as it stands in the list. */
export function pinOf(certificate: X509Certificate): string {
  const key = certificate.publicKey.export({ type: 'spki', format: 'der' })
  return `sha256/${createHash('sha256').update(key).digest('base64')}`
}

/** Who this is, or in a sentence why it is nobody that may come. */
export function peerOf(
  raw: Buffer | undefined,
  peers: readonly PinnedPeer[],
  clock: Clock,
): { readonly name: string } | { readonly refused: string } {
  if (!raw) return { refused: 'No certificate was shown; this port is for programs with a pinned one' }
  const certificate = new X509Certificate(raw)
  const pin = pinOf(certificate)
  const now = clock.now()
  const known = peers.filter((peer) => peer.pin === pin)
  const peer = known.find(({ until }) => until === null || now < until)
  if (!peer) {
    const ended = known[0]?.until?.toISOString()
    return {
      refused: ended ? `The key ${pin} was taken until ${ended}` : `The key ${pin} is not among the pinned ones`,
    }
  }
  if (now < new Date(certificate.validFrom) || now > new Date(certificate.validTo)) {
    return {
      refused: `The certificate of ${peer.name} is valid from ${certificate.validFrom} to ${certificate.validTo}`,
    }
  }
  return { name: peer.name }
}
