import type { NewJob } from '@ils/contract/jobs'
import { openLimsClient, type LimsClient } from '@ils/lims-client/lims-client'
import { singleVision } from '../single-vision.ts'

/** What a LIMS has to have before the kit is run against it: a release in force, and keys. */
export interface KitOptions {
  readonly url: string
  /** Key of a program of one practice: it orders, reads events and registers webhooks. */
  readonly key: string
  readonly practice: string
  /** Of a program of another practice, with the same rights. */
  readonly strangerKey: string
  /** Of somebody who may see the catalogue, and not order. */
  readonly readerKey: string
  /** An order that is made as it is; without practice. */
  readonly order?: NewJob
  /** One that no lab makes. */
  readonly refusedOrder?: NewJob
  /** Where the LIMS can reach what the kit listens on for webhooks, and may. */
  readonly receiverHost?: string
  /** How long a delivery may take. */
  readonly patienceMs?: number
}

export interface Kit extends Required<KitOptions> {
  /** Every answer that it gives has been checked against the contract. */
  readonly client: LimsClient
  readonly stranger: LimsClient
  readonly reader: LimsClient
  /** The order under a number of its own. */
  readonly orderAs: (orderRef: string) => NewJob
  /** A word that no run before this one used. */
  readonly fresh: (prefix: string) => string
  /** As a program without our client would ask. */
  readonly ask: (
    method: string,
    path: string,
    sent?: { key?: string | null; body?: unknown; headers?: object },
  ) => Promise<Said>
}

export interface Said {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // The body of whatever came: each check looks at it.
  readonly body: Record<string, unknown>
}

/** A sentence about every LIMS, and what shows whether it is true of one: throws where it is not. */
export interface KitCheck {
  readonly name: string
  readonly run: (kit: Kit) => Promise<void>
}

const { practice: _practice, ...ordinary } = { practice: null, ...singleVision }
const strong = { ...ordinary, prescription: { odSphere: -80, osSphere: -80, pd: 63 } }

export function openKit(options: KitOptions): Kit {
  const opened = (key: string): LimsClient =>
    openLimsClient({ url: options.url, key, retry: 'none', circuit: 'none', timeoutMs: 30_000 })
  const run = crypto.randomUUID().slice(0, 8)
  let words = 0
  const order = options.order ?? ordinary
  return {
    order,
    refusedOrder: strong,
    receiverHost: '127.0.0.1',
    patienceMs: 15_000,
    ...options,
    client: opened(options.key),
    stranger: opened(options.strangerKey),
    reader: opened(options.readerKey),
    orderAs: (orderRef) => ({ ...order, orderRef }),
    fresh: (prefix) => `${prefix}-${run}-${(words += 1)}`,
    async ask(method, path, { key = options.key, body, headers = {} } = {}) {
      const said = await fetch(new URL(path, options.url), {
        method,
        headers: {
          ...(key === null ? {} : { authorization: `Bearer ${key}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await said.text()
      const isJson = /[/+]json\b/.test(said.headers.get('content-type') ?? '')
      return { status: said.status, headers: said.headers, text, body: isJson ? JSON.parse(text) : {} }
    },
  }
}
