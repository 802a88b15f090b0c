// Standard Webhooks 1.0.0 makes secrets of 24 to 64 bytes; its own examples have 18, so that shorter ones are verified too.
const LEAST_SECRET = 16
const MOST_SECRET = 64
const PUBLIC_KEY_BYTES = 32

/** A shared secret as it is shown, `whsec_` and base64. */
export function readSecret(text: string): Uint8Array<ArrayBuffer> {
  const bytes = readBase64(text.startsWith('whsec_') ? text.slice('whsec_'.length) : text)
  if (!bytes || bytes.length < LEAST_SECRET || bytes.length > MOST_SECRET) {
    throw new Error(`a webhook secret is whsec_ and base64 of ${LEAST_SECRET} to ${MOST_SECRET} bytes`)
  }
  return bytes
}

/** A public key as it is shown, `whpk_` and base64. */
export function readPublicKey(text: string): Uint8Array<ArrayBuffer> {
  const bytes = readBase64(text.startsWith('whpk_') ? text.slice('whpk_'.length) : text)
  if (bytes?.length !== PUBLIC_KEY_BYTES) {
    throw new Error(`a webhook public key is whpk_ and base64 of ${PUBLIC_KEY_BYTES} bytes`)
  }
  return bytes
}

/** Undefined where it is not base64; `atob` alone forgives too much. */
export function readBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined
  const binary = atob(text)
  // Bits that no byte takes up must be zero: else one signature could be written in several ways.
  if (btoa(binary) !== text) return undefined
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}
