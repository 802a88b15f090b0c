import { Type } from '@sinclair/typebox'
import { Instant, Words } from '@ils/contract/shapes'
import { endpoint } from './declare.ts'

const About = Type.Object(
  {
    product: Type.String({ description: 'ILS portal' }),
    version: Type.String({ description: 'Version of the software' }),
    startedAt: Instant('Since when it runs'),
    database: Words(['embedded', 'external'], 'Where the data lives'),
    lims: Words(['answers', 'away'], 'Whether the LIMS answers'),
  },
  { additionalProperties: false },
)

export const about = endpoint({
  method: 'GET',
  path: '/api/about',
  noun: 'system',
  summary: 'What runs here',
  access: 'anyone',
  answer: { status: 200, means: 'Product and version', body: About },
  repeat: 'safe',
})

const wellKnown = (path: `/.well-known/${string}`, summary: string, body: ReturnType<typeof Type.Object>) =>
  endpoint({
    method: 'GET',
    path,
    noun: 'system',
    summary,
    access: 'anyone',
    answer: { status: 200, means: 'The document', body },
    repeat: 'safe',
    unlimited: true,
  })

/** For the LIMS, which checks what the portal says of who is signed in. */
export const issuerDocument = wellKnown(
  '/.well-known/openid-configuration',
  'The portal as issuer of short-lived assertions for the LIMS',
  Type.Object({ issuer: Type.String(), jwks_uri: Type.String() }, { additionalProperties: false }),
)

export const issuerKeys = wellKnown(
  '/.well-known/jwks.json',
  'The public keys of its assertions',
  Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.Unknown())) }, { additionalProperties: false }),
)
