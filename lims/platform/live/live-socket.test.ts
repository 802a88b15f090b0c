import { EventEmitter } from 'node:events'
import { Duplex } from 'node:stream'
import { silentLog } from '@ils/platform/log/log'
import { until } from '@ils/testing/condition'
import type { WebSocket } from 'ws'
import { expect, it } from 'vitest'
import { anonymous } from '../actor.ts'
import { systemClock } from '../clock.ts'
import { Audiences } from './audiences.ts'
import { LiveSocket } from './live-socket.ts'
import { openSnapshots, type SnapshotSource } from './snapshots.ts'
import { audienceOf, framed, messageIn } from './told.ts'

/** A reader whose connection takes nothing until it is let go. */
function stuckReader(pay: (socket: LiveSocket) => void = () => undefined) {
  const taken: Buffer[] = []
  const held: (() => void)[] = []
  let stuck = true
  const connection = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      taken.push(chunk)
      if (stuck) held.push(done)
      else done()
    },
  })
  const closes: { code: number; reason: string }[] = []
  const ws = Object.assign(new EventEmitter(), {
    close: (code: number, reason: string) => closes.push({ code, reason }),
    terminate: () => undefined,
  }) as unknown as WebSocket // What a live socket asks of one.
  const gone: string[] = []
  const world = { pay, frameSent: () => undefined, gone: (_socket: LiveSocket, why: string) => gone.push(why) }
  const socket = new LiveSocket({ ws, connection }, anonymous, world, 0)
  const letGo = (): void => {
    stuck = false
    for (const done of held.splice(0)) done()
  }
  return { socket, closes, gone, taken, letGo }
}

it('a socket is too slow at the 501st frame that waits, and is told nothing more', () => {
  const { socket, closes, gone } = stuckReader()
  for (let seq = 1; seq <= 500; seq++) socket.tell({ seq, keys: [], frame: framed('x') })
  expect(socket.over).toBe(false)
  socket.tell({ seq: 501, keys: [], frame: framed('x') })
  expect(closes).toEqual([{ code: 4007, reason: '{"name":"too_slow"}' }])
  expect(gone).toEqual(['too_slow'])
  socket.tell({ seq: 502, keys: [], frame: framed('x') })
  expect(closes).toHaveLength(1)
})

it('a socket is too slow when more than a MiB waits', () => {
  const { socket, gone } = stuckReader()
  const frame = framed('x'.repeat(300 * 1024))
  for (let seq = 1; seq <= 3; seq++) socket.tell({ seq, keys: [], frame })
  expect(gone).toEqual([])
  socket.tell({ seq: 4, keys: [], frame })
  expect(gone).toEqual(['too_slow'])
})

it('what was told is not told again', () => {
  const { socket, taken, letGo } = stuckReader()
  letGo()
  for (const seq of [1, 2, 2, 1, 3]) socket.tell({ seq, keys: [], frame: framed(String(seq)) })
  expect(taken.map(messageIn)).toEqual(['1', '2', '3'])
})

it('who reads slowly is shown the newest snapshot when there is room, and none of those before it', async () => {
  let version = 0
  const source: SnapshotSource = {
    isOf: () => true,
    everyMs: 0,
    read: () => Promise.resolve({ version, data: { version, text: 'x'.repeat(1000) } }),
  }
  const audiences = new Audiences()
  const snapshots = openSnapshots({ clock: systemClock, log: silentLog }, [source], audiences)
  const slow = stuckReader((socket) => {
    snapshots.pay(socket)
  })
  const quick = stuckReader()
  quick.letGo()
  const key = audienceOf('board', null)
  for (const { socket } of [slow, quick]) audiences.join(socket, key)
  snapshots.welcome(quick.socket, 'board', key)
  const shown = ({ taken }: typeof slow): number[] =>
    taken
      .map((frame) => JSON.parse(messageIn(frame)) as { kind: string; version: number })
      .flatMap((one) => (one.kind === 'snapshot' ? one.version : []))
  await until('it is shown', () => shown(quick).length === 1)
  // Something large is on its way to the slow one.
  slow.socket.send(framed(JSON.stringify({ kind: 'event', text: 'x'.repeat(100_000) })))
  while (version < 50) {
    version++
    snapshots.changed(source)
    await until('the quick one is shown it', () => shown(quick).at(-1) === version)
  }
  expect(shown(slow)).toEqual([0])
  slow.letGo()
  await until('the slow one is shown another', () => shown(slow).length > 1)
  expect(shown(slow)).toEqual([0, 50])
  snapshots.close()
})
