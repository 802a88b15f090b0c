import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

export interface SelfSigned {
  readonly cert: string
  readonly key: string
  /** As it stands in a list of pinned peers. */
  readonly pin: string
}

/** A certificate of X.509 v3 (RFC 5280, 4.1) that signs itself: what two machines that pin each other need, and no more. */
export function selfSigned(
  name: string,
  valid: { readonly from?: Date; readonly to?: Date; readonly key?: KeyObject } = {},
): SelfSigned {
  const from = valid.from ?? new Date(Date.now() - 60_000)
  const to = valid.to ?? new Date(Date.now() + 86_400_000)
  const privateKey = valid.key ?? newKey()
  const spki = createPublic(privateKey)
  const ecdsaSha256 = sequence(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]))
  const commonName = sequence(set(sequence(oid([0x55, 0x04, 0x03]), der(0x0c, Buffer.from(name)))))
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaSha256,
    commonName,
    sequence(time(from), time(to)),
    commonName,
    spki,
    der(0xa3, sequence(namesOf(name))),
  )
  const signature = sign('sha256', body, privateKey)
  const whole = sequence(body, ecdsaSha256, der(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    pin: `sha256/${createHash('sha256').update(spki).digest('base64')}`,
  }
}

export const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

function createPublic(key: KeyObject): Buffer {
  const { x, y } = key.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x ?? '', 'base64url'), Buffer.from(y ?? '', 'base64url')])
  const ecPublicKey = oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01])
  const p256 = oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07])
  return sequence(sequence(ecPublicKey, p256), der(0x03, Buffer.concat([Buffer.from([0]), point])))
}

/** The alternative names: the name itself, and this machine. */
function namesOf(name: string): Buffer {
  const alternative = sequence(
    der(0x82, Buffer.from(name)),
    der(0x82, Buffer.from('localhost')),
    der(0x87, Buffer.from([127, 0, 0, 1])),
  )
  return sequence(oid([0x55, 0x1d, 0x11]), der(0x04, alternative))
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, Buffer.concat(parts))
const set = (...parts: Buffer[]): Buffer => der(0x31, Buffer.concat(parts))
const oid = (bytes: number[]): Buffer => der(0x06, Buffer.from(bytes))

/** UTCTime until 2049. */
const time = (at: Date): Buffer => der(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`))
