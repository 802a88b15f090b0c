import { openExampleReader, type ExampleReader } from '@ils/platform/live/example'
import { system } from '@ils/platform/actor'
import { record } from '@ils/platform/events/record-event'
import { relayLag } from '@ils/platform/events/store'
import { eventKind } from '@ils/contract/event'
import { liveCloses } from '@ils/contract/live-closes'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { until } from '@ils/testing/condition'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { Type } from '@sinclair/typebox'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

let lims: TestLims
let admin: LimsClient
const readers: ExampleReader[] = []

beforeAll(async () => {
  lims = await openTestLims({ env: { ILS_LIVE_SOCKETS_PER_HOLDER: '5', ILS_CORS_ORIGINS: 'https://portal.example' } })
  admin = lims.client(await lims.setUp())
  await isInLog()
})
afterAll(() => lims.close())
afterEach(async () => {
  for (const { ws } of readers) ws.close()
  await Promise.all(readers.splice(0).map(({ closed }) => closed))
})

const happened = eventKind({
  type: 'job.moved',
  version: 1,
  means: 'x',
  data: Type.Object({ n: Type.Integer(), station: Type.Optional(Type.String()), next: Type.Optional(Type.String()) }),
})
let n = 0
const say = async (practice: string | null, data: { station?: string; next?: string } = {}, subject = 'job_1') => {
  n++
  await record(
    lims.app,
    lims.app.db,
    happened,
    { subject, subjectVersion: n, practice, data: { n, ...data } },
    system('test'),
  )
  return n
}

/** What was said until here: whoever reads from now on does not hear of it. */
const isInLog = () => until('the log is whole', async () => (await relayLag(lims.app.pool)).waiting === 0)

async function member(name: string, roles: ('ecp' | 'lab' | 'service' | 'manager')[], practice?: string) {
  const kind = roles.includes('service') ? 'service' : 'person'
  const holder = await admin.addHolder({ body: { kind, name, roles, ...(practice ? { practice } : {}) } })
  const { key, secret } = await admin.makeKey({ body: { holderId: holder.id, label: 'live' } })
  await isInLog()
  return { holder, keyId: key.id, client: lims.client(secret ?? '') }
}

async function read(client: LimsClient, rooms: string[], more: { from?: { epoch: string; seq: number } } = {}) {
  const { ticket } = await client.makeLiveTicket()
  const reader = await openExampleReader(lims.url, { ticket, rooms, ...more })
  readers.push(reader)
  return reader
}

const events = (reader: ExampleReader) =>
  reader.messages.flatMap((message) => (message.kind === 'event' ? [message.event] : []))

describe('a live socket', () => {
  it('is told what happens in its rooms, and nothing of another practice', async () => {
    const ann = await member('Ann', ['ecp'], 'p-ann')
    const bob = await member('Bob', ['ecp'], 'p-bob')
    const ofAnn = await read(ann.client, ['practice:p-ann', 'jobs'])
    const ofBob = await read(bob.client, ['jobs'])
    const ofLab = await read(admin, ['jobs', 'station:polish', 'lab'])
    await Promise.all([ofAnn, ofBob, ofLab].map((reader) => reader.next('welcome')))
    const first = await say('p-ann', { station: 'polish' })
    const second = await say('p-bob')
    const third = await say(null, { next: 'polish' })
    await until('the lab heard all', () => events(ofLab).length === 3)
    await until('Bob heard his', () => events(ofBob).length === 1)
    expect(events(ofAnn).map(({ data }) => data['n'])).toEqual([first])
    expect(events(ofBob).map(({ data }) => data['n'])).toEqual([second])
    expect(events(ofLab).map(({ data }) => data['n'])).toEqual([first, second, third])
    expect(events(ofAnn)[0]).not.toHaveProperty('actor')
    expect(events(ofAnn)[0]).toMatchObject({ type: 'job.moved', practice: 'p-ann', subject: 'job_1' })
  })

  it('that comes again is told exactly what it missed, then what happens', async () => {
    const first = await read(admin, ['lab'])
    const { epoch, seq } = await first.next('welcome')
    const missed = [await say('p-x'), await say('p-y'), await say(null)]
    const again = await read(admin, ['lab'], { from: { epoch, seq } })
    expect(await again.next('welcome')).toMatchObject({ recovered: true, seq, why: null })
    await until('it has what it missed', () => events(again).length >= 3)
    missed.push(await say('p-x'))
    await until('it hears what happens', () => events(again).length >= 4)
    expect(events(again).map(({ data }) => data['n'])).toEqual(missed)
  })

  it('cannot go on from another log, nor from a position that the log has not reached', async () => {
    const { position } = await admin.makeLiveTicket()
    const other = await read(admin, ['lab'], { from: { epoch: 'another-log', seq: 1 } })
    expect(await other.next('welcome')).toMatchObject({ recovered: false, why: 'other_epoch' })
    const ahead = await read(admin, ['lab'], { from: { epoch: position.epoch, seq: position.seq + 1_000_000 } })
    expect(await ahead.next('welcome')).toMatchObject({ recovered: false, why: 'ahead' })
  })

  it('is opened by a ticket once', async () => {
    const { ticket } = await admin.makeLiveTicket()
    const first = await openExampleReader(lims.url, { ticket, rooms: ['lab'] })
    readers.push(first)
    await first.next('welcome')
    const second = await openExampleReader(lims.url, { ticket, rooms: ['lab'] })
    expect(await second.closed).toMatchObject({ code: liveCloses.ticket_bad.code, reason: '{"name":"ticket_bad"}' })
  })

  it('is refused rooms that are not for its credentials, all of them at once', async () => {
    const ann = await member('Ann 2', ['ecp'], 'p-ann')
    for (const room of ['lab', 'station:polish', 'practice:p-bob', 'board', 'job:job_01kafw3v8h4e5r6t7y8z9a0b1c']) {
      const reader = await read(ann.client, ['practice:p-ann', room])
      expect(await reader.next('refused')).toMatchObject({ id: null, rooms: [room] })
      expect((await reader.closed).code).toBe(liveCloses.room_refused.code)
    }
  })

  it('joins and leaves rooms on the way', async () => {
    const reader = await read(admin, [])
    await reader.next('welcome')
    reader.say({ kind: 'join', id: 1, rooms: ['practice:p-1'] })
    expect(await reader.next('joined')).toMatchObject({ id: 1, rooms: ['practice:p-1'] })
    const heard = await say('p-1')
    await until('it hears', () => events(reader).length === 1)
    reader.say({ kind: 'join', id: 2, rooms: ['job:job_01kafw3v8h4e5r6t7y8z9a0b1c'] })
    expect(await reader.next('refused')).toMatchObject({ id: 2, code: 'not_found' })
    reader.say({ kind: 'leave', id: 3, rooms: ['practice:p-1'] })
    expect(await reader.next('left')).toMatchObject({ id: 3, rooms: [] })
    const witness = await read(admin, ['practice:p-1'])
    await witness.next('welcome')
    await say('p-1')
    await witness.next('event')
    reader.say({ kind: 'join', id: 4, rooms: ['jobs'] })
    await until('it joined', () => reader.messages.some((one) => one.kind === 'joined' && one.id === 4))
    expect(events(reader).map(({ data }) => data['n'])).toEqual([heard])
  })

  it.each([
    ['what is no JSON', '{', 'protocol_violation'],
    ['bytes', Buffer.from('{"kind":"leave","id":1,"rooms":[]}'), 'protocol_violation'],
    ['a message that there is not', { kind: 'toString', id: 1 }, 'protocol_violation'],
    ['a second hello', { kind: 'hello', protocol: 1, ticket: 'x'.repeat(40), rooms: [] }, 'protocol_violation'],
    [
      'too many rooms',
      { kind: 'join', id: 1, rooms: Array.from({ length: 201 }, (_, i) => `practice:p${i}`) },
      'too_many_rooms',
    ],
  ] as const)('is closed after %s', async (_what, message, name) => {
    const reader = await read(admin, [])
    await reader.next('welcome')
    reader.say(message)
    expect(await reader.closed).toMatchObject({ code: liveCloses[name].code })
  })

  it('is not opened for a page of another origin', async () => {
    await expect(openExampleReader(lims.url, undefined, { origin: 'https://evil.example' })).rejects.toThrow('403')
    for (const origin of ['https://portal.example', lims.url]) {
      const reader = await openExampleReader(lims.url, undefined, { origin })
      readers.push(reader)
    }
  })

  it('is one of few that a holder may have', async () => {
    const few = await member('Few', ['manager'])
    for (let i = 0; i < 5; i++) await (await read(few.client, [])).next('welcome')
    expect((await (await read(few.client, [])).closed).code).toBe(liveCloses.too_many_sockets.code)
  })
})

describe('access that is taken away', () => {
  const withinSecond = async (reader: ExampleReader, change: () => Promise<unknown>) => {
    await reader.next('welcome')
    await change()
    const began = performance.now()
    const { code } = await reader.closed
    expect(performance.now() - began).toBeLessThan(1000)
    return code
  }

  it('closes the sockets of a key', async () => {
    const ann = await member('Ann 3', ['manager'])
    const code = await withinSecond(await read(ann.client, ['lab']), () =>
      admin.revokeKey({ params: { keyId: ann.keyId } }),
    )
    expect(code).toBe(liveCloses.revoked.code)
  })

  it('closes the sockets of a holder who is switched off', async () => {
    const ann = await member('Ann 4', ['manager'])
    const code = await withinSecond(await read(ann.client, ['lab']), () =>
      admin.changeHolder({ params: { holderId: ann.holder.id }, body: { version: 1, disabled: true } }),
    )
    expect(code).toBe(liveCloses.revoked.code)
  })

  it('and roles that change, close them to come again with other rights', async () => {
    const ann = await member('Ann 5', ['manager'])
    const code = await withinSecond(await read(ann.client, ['lab']), () =>
      admin.changeHolder({ params: { holderId: ann.holder.id }, body: { version: 1, roles: ['lab'] } }),
    )
    expect(code).toBe(liveCloses.access_changed.code)
  })

  it('between ticket and socket opens nothing', async () => {
    const ann = await member('Ann 6', ['manager'])
    const { ticket } = await ann.client.makeLiveTicket()
    await admin.revokeKey({ params: { keyId: ann.keyId } })
    const reader = await openExampleReader(lims.url, { ticket, rooms: ['lab'] })
    expect((await reader.closed).code).toBe(liveCloses.revoked.code)
  })

  it('by the end of a key closes its sockets', async () => {
    const holder = await admin.addHolder({ body: { kind: 'person', name: 'Ann 7', roles: ['manager'] } })
    const expiresAt = new Date(Date.now() + 4000).toISOString()
    const { secret } = await admin.makeKey({ body: { holderId: holder.id, label: 'short', expiresAt } })
    const reader = await read(lims.client(secret ?? ''), ['lab'])
    await reader.next('welcome')
    expect((await reader.closed).code).toBe(liveCloses.credentials_ended.code)
  })
})
