import { createServer, connect, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { until } from '@ils/testing/condition'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { WebSocket } from 'ws'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { openLimsClient, type LimsClient } from '../lims-client.ts'
import type { LiveOptions, LiveState, LiveSubscription } from './live-options.ts'

let lims: TestLims
let admin: LimsClient
let key: string
let line: Awaited<ReturnType<typeof openLine>>
const open: LiveSubscription[] = []
/** Listens all along, on a line that nobody cuts. */
let witness: LiveSubscription
const witnessed = new Set<unknown>()

beforeAll(async () => {
  lims = await openTestLims()
  key = await lims.setUp()
  admin = lims.client(key)
  line = await openLine(Number(new URL(lims.url).port))
  let isThere = false
  witness = admin.subscribeLive({
    ...{ rooms: ['lab'], WebSocket },
    onEvent: ({ data }) => void witnessed.add(data['holderId']),
    onState: ({ state }) => void (isThere = state === 'open'),
  })
  await until('the witness listens', () => isThere)
})
beforeEach(async () => {
  // What has been told already is told to nobody who comes now.
  const [last] = await happen()
  await until('all until here was told', () => witnessed.has(last))
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})
afterAll(async () => {
  await witness.close()
  line.close()
  await lims.close()
})

/** A line to the LIMS that can be cut. */
async function openLine(port: number) {
  const sockets = new Set<Socket>()
  const server: Server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => undefined)
      one.on('close', () => other.destroy())
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      for (const socket of sockets) socket.destroy()
      sockets.clear()
    },
    close() {
      this.cut()
      server.close()
    },
  }
}

interface Ears extends LiveSubscription {
  readonly heard: string[]
  readonly states: LiveState[]
  readonly loads: string[]
  readonly errors: unknown[]
}

function listen(options: Partial<LiveOptions> = {}, clientKey = key): Ears {
  const heard: string[] = []
  const states: LiveState[] = []
  const loads: string[] = []
  const errors: unknown[] = []
  const subscription = openLimsClient({ url: line.url, key: clientKey, retry: 'none' }).subscribeLive({
    ...{ rooms: ['lab'], WebSocket, firstWaitMs: 20, mostWaitMs: 100 },
    onEvent: ({ type, data }) => void (type === 'access.holder_added' && heard.push(String(data['holderId']))),
    onState: (state) => void states.push(state),
    onLoad: (why) => void loads.push(why),
    onError: (error) => void errors.push(error),
    ...options,
  })
  open.push(subscription)
  // Its position moves.
  return Object.assign(Object.create(subscription) as LiveSubscription, { heard, states, loads, errors })
}

let names = 0
async function happen(times = 1): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < times; i++) {
    const { id } = await admin.addHolder({ body: { kind: 'person', name: `Person ${(names += 1)}`, roles: ['lab'] } })
    ids.push(id)
  }
  return ids
}
const isOpen = ({ states }: Ears) => states.at(-1)?.state === 'open'

it('a subscription loads first, and is then told all that happens, in order', async () => {
  const ears = listen()
  await until('it is open', () => isOpen(ears))
  const ids = await happen(3)
  await until('it heard', () => ears.heard.length >= 3)
  expect(ears.heard).toEqual(ids)
  expect(ears.loads).toEqual(['first'])
  await ears.close()
  expect(ears.states.map(({ state }) => state)).toEqual(['connecting', 'open', 'closed'])
})

it('misses nothing that happens while it loads', async () => {
  let during: string[] = []
  const ears = listen({ onLoad: async () => (during = await happen(2)) })
  await until('it heard what happened meanwhile', () => ears.heard.length >= 2)
  expect(ears.heard).toEqual(during)
})

it('comes again when the line is cut, and is told exactly what it missed', async () => {
  const ears = listen()
  await until('it is open', () => isOpen(ears))
  const ids: string[] = []
  for (let i = 0; i < 5; i++) {
    ids.push(...(await happen(2)))
    line.cut()
    ids.push(...(await happen(2)))
  }
  await until('it heard all', () => ears.heard.length >= ids.length)
  expect(ears.heard).toEqual(ids)
  expect(ears.loads).toEqual(['first'])
  expect(ears.states.filter(({ state }) => state === 'waiting').length).toBeGreaterThan(0)
})

it('goes on where another one was, and says when that cannot be', async () => {
  const first = listen()
  await until('it is open', () => isOpen(first))
  await first.close()
  const from = first.position!
  const missed = await happen(2)
  const again = listen({ from })
  await until('it heard what was missed', () => again.heard.length >= 2)
  expect([again.heard, again.loads]).toEqual([missed, []])
  const other = listen({ from: { epoch: 'another-log', seq: 3 } })
  await until('it is open', () => isOpen(other))
  expect(other.states.at(-1)).toEqual({ state: 'open', recovered: false, why: 'other_epoch' })
  await until('it loads', () => other.loads.length > 0)
  expect(other.loads).toEqual(['other_epoch'])
  const [id] = await happen()
  await until('it hears', () => other.heard.length > 0)
  expect(other.heard).toEqual([id])
})

it('is told again what it could not handle, and nothing after it before that', async () => {
  const handled: string[] = []
  let broken = 2
  const ears = listen({
    onEvent: async ({ type, data }) => {
      if (type !== 'access.holder_added') return
      await Promise.resolve()
      if (handled.length === 1 && broken-- > 0) throw new Error('the disk is full')
      handled.push(String(data['holderId']))
    },
  })
  await until('it is open', () => isOpen(ears))
  const ids = await happen(4)
  await until('it handled all', () => handled.length >= 4)
  expect(handled).toEqual(ids)
  expect(ears.errors.map(String)).toEqual(['Error: the disk is full', 'Error: the disk is full'])
})

it('ends for good where coming again would be the same', async () => {
  const wrong = listen({}, 'lims_nobody')
  await wrong.closed
  expect(wrong.states.at(-1)?.state).toBe('closed')
  expect(wrong.errors).toMatchObject([{ code: 'not_signed_in' }])
  const holder = await admin.addHolder({ body: { kind: 'service', name: 'Portal', roles: ['ecp'], practice: 'p-1' } })
  const { secret, key: made } = await admin.makeKey({ body: { holderId: holder.id, label: 'live' } })
  const refused = listen({ rooms: ['practice:p-2'] }, secret ?? '')
  await refused.closed
  expect(refused.states.at(-1)).toEqual({ state: 'closed', because: 'A room of `hello` is not for these credentials' })
  const revoked = listen({ rooms: ['practice:p-1'] }, secret ?? '')
  await until('it is open', () => isOpen(revoked))
  await admin.revokeKey({ params: { keyId: made.id }, body: {} } as never)
  await revoked.closed
  expect(revoked.states.at(-1)).toMatchObject({ state: 'closed' })
})

it('waits, ever longer, for a LIMS that is away', async () => {
  const waits: number[] = []
  const subscription = openLimsClient({ url: 'http://127.0.0.1:1', key, retry: 'none', circuit: 'none' }).subscribeLive(
    {
      ...{ rooms: ['lab'], WebSocket, firstWaitMs: 4, mostWaitMs: 16 },
      onState: (state) => void (state.state === 'waiting' && waits.push(state.ms)),
    },
  )
  await until('it tried often', () => waits.length > 5)
  await subscription.close()
  expect(Math.max(...waits)).toBeLessThanOrEqual(16)
  expect(waits.at(-1)).toBeGreaterThanOrEqual(8)
})
