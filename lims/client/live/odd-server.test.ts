import type { AddressInfo } from 'node:net'
import { until } from '@ils/testing/condition'
import { WebSocket, WebSocketServer } from 'ws'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { LiveState } from './live-options.ts'
import { subscribeLive } from './subscribe-live.ts'

let server: WebSocketServer
beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
})
afterEach(() => {
  for (const ws of server.clients) ws.terminate()
  server.close()
})

const welcome = { kind: 'welcome', epoch: 'epoch-one', seq: 4, recovered: true, why: null, rooms: [], quietSeconds: 45 }
const event = (seq: number) => ({ kind: 'event', seq, event: { type: 'job.moved', subject: `job_${seq}` } })
const board = (version: number) => ({ kind: 'snapshot', room: 'board', version, at: '', data: { version } })

/** Says what it is told to, on one connection after the other, and keeps where the reader was. */
function listen(...connections: (readonly unknown[])[]) {
  const hellos: { from?: { seq: number } }[] = []
  server.on('connection', (ws) => {
    const says = connections.shift() ?? []
    ws.on('message', (text: Buffer) => {
      hellos.push(JSON.parse(text.toString()) as (typeof hellos)[number])
      for (const said of says) {
        if (said === 'close') ws.close(4011, '{"name":"going_away","retryMs":7}')
        else ws.send(typeof said === 'string' ? said : JSON.stringify(said))
      }
    })
  })
  const seen: unknown[] = []
  const states: LiveState[] = []
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const position = { epoch: 'epoch-one', seq: 4 }
  const makeTicket = () => Promise.resolve({ ticket: 'a ticket of this test', path: '/live', position })
  const live = subscribeLive(
    { url, makeTicket },
    {
      ...{ rooms: ['lab'], from: position, WebSocket, firstWaitMs: 5, mostWaitMs: 10 },
      onEvent: ({ subject }) => void seen.push(subject),
      onSnapshot: ({ version }) => void seen.push(version),
      onState: (state) => void states.push(state),
    },
  )
  return { live, seen, hellos, states }
}

it('what comes twice, or late, is handled once', async () => {
  const said = [
    welcome,
    event(3),
    event(5),
    event(5),
    board(9),
    board(8),
    { kind: 'of a later LIMS' },
    event(4),
    event(7),
  ]
  const { live, seen } = listen(said)
  await until('it handled the last one', () => seen.includes('job_7'))
  expect(seen).toEqual(['job_5', 9, 'job_7'])
  expect(live.position).toEqual({ epoch: 'epoch-one', seq: 7 })
  await live.close()
})

it('it comes again behind what it has handled, when it is sent away and as late as it is told', async () => {
  const { live, hellos, states, seen } = listen(
    [welcome, event(6), 'close'],
    [welcome, event(6), event(8), 'no message at all'],
    [welcome, event(9)],
  )
  await until('it handled the last one', () => seen.includes('job_9'))
  expect(hellos.map(({ from }) => from?.seq)).toEqual([4, 6, 8])
  expect(seen).toEqual(['job_6', 'job_8', 'job_9'])
  expect(states.filter(({ state }) => state === 'waiting')).toMatchObject([
    { ms: 7, because: 'This process stops' },
    { because: 'what came is no message' },
  ])
  await live.close()
})

it('a line on which nothing comes is left', async () => {
  const { live, hellos, states } = listen([{ ...welcome, quietSeconds: 0.05 }], [welcome])
  await until('it came again', () => hellos.length === 2)
  expect(states).toContainEqual(expect.objectContaining({ because: 'nothing came for too long' }))
  await live.close()
})
