import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MOST_RECENT, RecentEvents } from './recent-events.ts'
import { framed, messageIn, type Told } from './told.ts'

const told = (seq: number, bytes = 10): Told => ({ seq, keys: [], frame: Buffer.alloc(bytes) })
const range = (after: number, through: number): Told[] =>
  Array.from({ length: through - after }, (_, at) => told(after + at + 1))

it('what happened since a position is answered whole, or not at all', () => {
  fc.assert(
    fc.property(fc.nat(50), fc.nat(60), fc.nat(40), fc.nat(200), (start, older, added, asked) => {
      const recent = new RecentEvents(start)
      const from = Math.max(0, start - older)
      expect(recent.addOlder(from, range(from, start))).toBe(true)
      for (const one of range(start, start + added)) recent.add(one)
      const since = recent.since(asked)?.map(({ seq }) => seq)
      const isKnown = asked >= from && asked <= start + added
      expect(since).toEqual(isKnown ? range(asked, start + added).map(({ seq }) => seq) : undefined)
    }),
  )
})

it('older ones that do not end where these begin are not taken', () => {
  const recent = new RecentEvents(10)
  expect(recent.addOlder(3, range(3, 9))).toBe(false)
  expect(recent.since(9)).toBeUndefined()
})

it('it keeps the newest, by number and by size', () => {
  const many = new RecentEvents(0)
  for (const one of range(0, 3 * MOST_RECENT)) many.add(one)
  const kept = many.newest - many.oldestPosition
  expect(kept).toBeGreaterThanOrEqual(MOST_RECENT)
  expect(kept).toBeLessThanOrEqual(1.25 * MOST_RECENT)
  expect(many.since(many.oldestPosition)?.length).toBe(kept)
  const large = new RecentEvents(0)
  const MIB = 1024 * 1024
  for (let seq = 1; seq <= 100; seq++) large.add(told(seq, MIB))
  expect(large.since(100)).toEqual([])
  expect(large.since(99)?.length).toBe(1)
  expect(large.newest - large.oldestPosition).toBeLessThanOrEqual(32)
})

it('a frame is what the standard says of a text without a mask, at each of its lengths', () => {
  for (const length of [0, 1, 125, 126, 65_535, 65_536, 70_000]) {
    const frame = framed('x'.repeat(length))
    const extra = length < 126 ? 0 : length < 65_536 ? 2 : 8
    expect(frame.length).toBe(2 + extra + length)
    expect([frame[0], frame[1]]).toEqual([0x81, extra === 0 ? length : extra === 2 ? 126 : 127])
    expect(messageIn(frame)).toBe('x'.repeat(length))
  }
})
