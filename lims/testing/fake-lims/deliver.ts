import { createHmac } from 'node:crypto'
import type { Event } from '@ils/contract/event'
import { bodyOf, now, type FakeEndpoint, type FakeState } from './state.ts'

const TIMEOUT_MS = 5000

interface Tried {
  readonly delivered: boolean
  readonly status: number | null
  readonly ms: number
  readonly error: string | null
  readonly answer: string | null
}

/** One try, signed by Standard Webhooks 1.0.0 with every secret that counts. */
export async function sendSigned({ url, secrets }: FakeEndpoint, id: string, body: string): Promise<Tried> {
  const began = performance.now()
  const ms = (): number => performance.now() - began
  const timestamp = String(Math.floor(now().getTime() / 1000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  try {
    const said = await fetch(url ?? '', {
      ...{ method: 'POST', body, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) },
      headers: {
        ...{ 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': timestamp },
        'webhook-signature': signatures.join(' '),
      },
    })
    return { delivered: said.ok, status: said.status, ms: ms(), error: null, answer: await said.text() }
  } catch (error) {
    return { delivered: false, status: null, ms: ms(), error: String(error), answer: null }
  }
}

/** Tells registered endpoints what happens: of one subject one after the other, each as often as `waitsMs` says. */
export function startDelivering(state: FakeState, waitsMs: readonly number[]): { stop(): Promise<void> } {
  const lanes = new Map<string, Promise<void>>()
  let stopped = false
  const hear = (event: Event): void => {
    for (const endpoint of state.endpoints.values()) {
      if (!isTold(endpoint, event)) continue
      const lane = `${endpoint.id} ${event.subject}`
      const next = (lanes.get(lane) ?? Promise.resolve()).then(() => deliver(endpoint, event))
      lanes.set(lane, next)
    }
  }
  state.heard.add(hear)

  async function deliver(endpoint: FakeEndpoint, event: Event): Promise<void> {
    const body = JSON.stringify(bodyOf(event))
    for (const wait of waitsMs) {
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      if (stopped || !state.endpoints.has(endpoint.id)) return
      if ((await sendSigned(endpoint, event.id, body)).delivered) return
    }
  }

  return {
    async stop() {
      stopped = true
      state.heard.delete(hear)
      await Promise.all(lanes.values())
    },
  }
}

/** What happens to nobody in particular, such as another catalogue, is told to all. */
function isTold({ url, events, practice, practices, state }: FakeEndpoint, event: Event): boolean {
  if (url === null || state !== 'active') return false
  if (event.practice !== null) {
    if (practice !== null && practice !== event.practice) return false
    if (practices && !practices.includes(event.practice)) return false
  }
  return (
    events === null ||
    events.some((one) => one === event.type || (one.endsWith('.*') && event.type.startsWith(one.slice(0, -1))))
  )
}
