import { createPublicKey, verify } from 'node:crypto'
import { exampleBody } from '@ils/contract/event-examples'
import { toldKinds } from '@ils/contract/told-events'
import { verifyWebhookSignature, type WebhookKeys } from '@ils/lims-client/webhooks/verify-webhook-signature'
import { signDelivery, type SignedHeaders } from '@ils/platform/signing/sign-delivery'
import { makeSigningKey } from '@ils/platform/signing/signing-keys'
import { dice } from '@ils/testing/devices/dice'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { mutationOf } from './signature-mutations.ts'

export interface SignatureRun {
  readonly payloads: number
  /** Of ours, how many each of them believed. */
  readonly believed: { readonly standardwebhooks: number; readonly svix: number; readonly client: number }
  /** Of theirs, how many our client believed. */
  readonly theirs: { readonly standardwebhooks: number; readonly svix: number }
  /** Ed25519: of ours, how many Node and our client believed. */
  readonly asymmetric: { readonly node: number; readonly client: number }
  readonly mutations: Readonly<Record<string, number>>
  /** What was believed though it was changed: none is right. */
  readonly accepted: readonly string[]
}

interface Signed {
  readonly body: Buffer
  readonly headers: SignedHeaders
}

/** Signs as we do and as the published packages do, lets each verify the other's, and then changes what was signed. */
export async function runSignatures(options: {
  readonly seed: number
  readonly payloads: number
  readonly mutations: number
}): Promise<SignatureRun> {
  const roll = dice(options.seed)
  const shared = makeSigningKey('v1')
  const pair = makeSigningKey('v1a')
  const keys = { secrets: [shared.secret], publicKeys: pair.publicKey === null ? [] : [pair.publicKey] }
  const standard = new StandardWebhook(shared.secret)
  const svix = new SvixWebhook(shared.secret)
  const at = new Date()
  const now = (): Date => at
  const believed = { standardwebhooks: 0, svix: 0, client: 0 }
  const theirs = { standardwebhooks: 0, svix: 0 }
  const asymmetric = { node: 0, client: 0 }
  const kept: Signed[] = []

  for (let i = 0; i < options.payloads; i++) {
    const body = Buffer.from(payload(roll, i))
    const id = `evt_${i.toString(36)}${Math.floor(roll() * 2 ** 32).toString(36)}`
    const ours = { body, headers: signDelivery({ id, at, body, secrets: [shared.secret] }) }
    believed.standardwebhooks += counts(() => standard.verify(body, { ...ours.headers }, { jsonParse: false }))
    believed.svix += counts(() => svix.verify(body, { ...ours.headers }))
    believed.client += await countsLater(ours, { secrets: keys.secrets })
    for (const [name, other] of [['standardwebhooks', standard] as const, ['svix', svix] as const]) {
      const headers = { ...ours.headers, 'webhook-signature': other.sign(id, at, body) }
      theirs[name] += await countsLater({ body, headers }, { secrets: keys.secrets })
    }
    const signed = { body, headers: signDelivery({ id, at, body, secrets: [pair.secret] }) }
    asymmetric.node += counts(() => {
      if (!byNode(signed, pair.publicKey ?? '')) throw new Error('not believed')
    })
    asymmetric.client += await countsLater(signed, { publicKeys: keys.publicKeys })
    // Both at once, as during a change of keys: whichever is spoilt, the other must not stand for it.
    if (kept.length < 500) {
      kept.push(ours, signed, { body, headers: signDelivery({ id, at, body, secrets: [shared.secret, pair.secret] }) })
    }
  }

  const mutations: Record<string, number> = {}
  const accepted: string[] = []
  for (let i = 0; i < options.mutations; i++) {
    const whole = kept[Math.floor(roll() * kept.length)]
    if (!whole) break
    const { what, ...changed } = mutationOf(whole, roll)
    mutations[what] = (mutations[what] ?? 0) + 1
    if ((await countsLater(changed, keys)) > 0) accepted.push(`${what}: ${JSON.stringify(changed.headers)}`)
  }
  return { payloads: options.payloads, believed, theirs, asymmetric, mutations, accepted }

  async function countsLater(delivery: { body: Buffer; headers: object }, known: WebhookKeys): Promise<number> {
    const headers = { ...delivery.headers }
    return verifyWebhookSignature({ body: delivery.body, headers }, { ...known, now }).then(
      () => 1,
      () => 0,
    )
  }
}

const PAYLOADS = 10_000
const MUTATIONS = 100_000

/** The section of `npm run proof webhooks` about signatures. */
export async function proveSignatures(seed: number): Promise<{ good: boolean; lines: string[] }> {
  const run = await runSignatures({ seed, payloads: PAYLOADS, mutations: MUTATIONS })
  const all = [...Object.values(run.believed), ...Object.values(run.theirs), ...Object.values(run.asymmetric)]
  const changed = Object.values(run.mutations).reduce((sum, n) => sum + n, 0)
  return {
    good: all.every((n) => n === PAYLOADS) && changed === MUTATIONS && run.accepted.length === 0,
    lines: [
      `our signatures (v1) believed, of ${run.payloads}: by standardwebhooks ${run.believed.standardwebhooks}, by svix ${run.believed.svix}, by our client ${run.believed.client}`,
      `signatures of theirs believed by our client, of ${run.payloads}: of standardwebhooks ${run.theirs.standardwebhooks}, of svix ${run.theirs.svix}`,
      `our signatures (v1a, which neither package knows) believed, of ${run.payloads}: by Node's own Ed25519 ${run.asymmetric.node}, by our client ${run.asymmetric.client}`,
      `changed deliveries believed, of ${changed}: ${run.accepted.length} (${Object.entries(run.mutations)
        .map(([what, n]) => `${what} ${n}`)
        .join(', ')})`,
      ...run.accepted.slice(0, 5),
    ],
  }
}

function counts(verifies: () => unknown): number {
  try {
    verifies()
    return 1
  } catch {
    return 0
  }
}

const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex')

/** Without a line of ours but the format: the key as RFC 8410 has it, and what Node makes of it. */
function byNode({ body, headers }: Signed, shown: string): boolean {
  const der = Buffer.concat([SPKI_HEAD, Buffer.from(shown.slice('whpk_'.length), 'base64')])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  const signed = Buffer.concat([Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`), body])
  return verify(null, signed, key, Buffer.from(headers['webhook-signature'].slice('v1a,'.length), 'base64'))
}

const bodies = toldKinds(null).map(exampleBody)
const LETTERS = ['a', 'Z', ' ', '"', '\\', '\n', 'é', 'ß', '—', '漢', '😀', '\u2028', '\u0000', '0', '.', '{']

/** Bodies as we send them, with words of any script in them. */
function payload(roll: () => number, i: number): string {
  const note = Array.from(
    { length: Math.floor(roll() ** 4 * 2000) },
    () => LETTERS[Math.floor(roll() * LETTERS.length)],
  )
  const body = bodies[i % bodies.length]
  return JSON.stringify({ ...body, data: { ...body?.data, note: note.join('') } })
}
