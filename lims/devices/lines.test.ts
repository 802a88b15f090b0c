import { once } from 'node:events'
import { createServer } from 'node:net'
import { LimsRefused } from '@ils/lims-client/refused'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { until } from '@ils/testing/condition'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { manualClock } from '@ils/testing/manual-clock'
import { openTestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectMachine } from '@ils/testing/machine-on-line'
import { freePort } from '@ils/testing/free-port'
import { bringTo, openLine, orderLenses } from '@ils/testing/floor-lines'
import { forgetOldMessages } from './public.ts'

let lab: FloorLab
beforeAll(async () => {
  lab = await openFloorLab(readStandardLab())
})
afterAll(() => lab.close())

const put = (lineId: string, body: object) =>
  lab.ann.client.putLine({ params: { lineId }, body: { machine: 'EDG-1', kind: 'tcp', enabled: true, ...body } })
const causesOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof LimsRefused)) throw new Error('it was not refused', { cause: error })
  return { code: error.code, causes: error.problem.causes.map(({ code, field }) => `${field} ${code}`) }
}

describe('a line', () => {
  it('is set up, shown, changed only by who saw it last, and removed; each is said and audited', async () => {
    const port = await freePort()
    const made = await put('edger-a', { port, peers: ['127.0.0.1', '10.0.7.0/24', '::1'] })
    expect(made).toMatchObject({ id: 'edger-a', version: 1, port, peers: ['127.0.0.1', '10.0.7.0/24', '::1'] })
    expect(await put('edger-a', { port, peers: ['127.0.0.1', '10.0.7.0/24', '::1'] })).toMatchObject({ version: 1 })
    expect(await put('edger-a', { port, version: 1 })).toMatchObject({ version: 2, peers: [] })
    expect(await causesOf(put('edger-a', { port, enabled: false, version: 1 }))).toEqual({
      ...{ code: 'conflict', causes: ['version version'] },
    })
    expect(await causesOf(put('edger-b', { port }))).toEqual({ code: 'conflict', causes: ['port port_taken'] })
    const { lines } = await lab.olga.client.listLines()
    expect(lines.map(({ id }) => id)).toContain('edger-a')
    await lab.ann.client.removeLine({ params: { lineId: 'edger-a' } })
    expect(await causesOf(lab.ann.client.getLine({ params: { lineId: 'edger-a' } }))).toMatchObject({
      code: 'not_found',
    })
    expect(await causesOf(lab.ann.client.removeLine({ params: { lineId: 'edger-a' } }))).toMatchObject({
      code: 'not_found',
    })
    await until('it is said', async () => {
      const { events } = await lab.ann.client.readEvents({ query: { subject: 'edger-a' } })
      return events.map(({ data }) => data['did']).join() === 'made,changed,removed'
    })
    const audited = await lab.lims.app
      .db<{ action: string; subject: string }>('audit_entries')
      .where({ subject: 'edger-a' })
    expect(audited.map(({ action }) => action).toSorted()).toEqual(['line.changed', 'line.made', 'line.removed'])
  })

  it.each([
    ['without a port', {}, ['port missing']],
    ['to a machine that there is not', { port: 4801, machine: 'EDG-99' }, ['machine unknown_machine']],
    ['with a peer that is none', { port: 4801, peers: ['10.0.0.300'] }, ['peers[0] peer']],
    ['with a network of too many bits', { port: 4801, peers: ['10.0.0.0/33'] }, ['peers[0] peer']],
    [
      'of folders, where none are set up',
      { kind: 'folder', folders: { in: 'a', out: 'b', done: 'c', failed: 'd' } },
      ['folders no_folder'],
    ],
    [
      'of folders that lead out',
      { kind: 'folder', folders: { in: '../a', out: '/b', done: 'c', failed: 'd' } },
      ['folders no_folder', 'folders.in folder', 'folders.out folder'],
    ],
  ])('%s is refused', async (_, body, causes) => {
    expect(await causesOf(put('edger-x', body))).toEqual({ code: 'invalid_request', causes })
  })

  it('is seen by the lab only, and set up by who may', async () => {
    expect(await causesOf(lab.olga.client.removeLine({ params: { lineId: 'edger-a' } }))).toMatchObject({
      code: 'not_allowed',
    })
    const narrow = await lab.annFor('practice-0012')
    expect(await causesOf(narrow.listLines())).toMatchObject({ code: 'not_allowed' })
    expect(await causesOf(narrow.listTraces({}))).toMatchObject({ code: 'not_allowed' })
  })

  it('whose port is taken says so, and is served as soon as it is free', async () => {
    const port = await freePort()
    const other = createServer().listen(port, '127.0.0.1')
    await once(other, 'listening')
    await put('edger-c', { port })
    const show = () => lab.ann.client.getLine({ params: { lineId: 'edger-c' } })
    await until('it says so', async () => (await show()).state === 'failed')
    expect((await show()).stateNote).toContain('EADDRINUSE')
    other.close()
    await until('it is served', async () => (await show()).state === 'waiting')
  })

  it('that is switched off sends its machine away', async () => {
    const line = await openLine(lab, 'EDG-2')
    const edger = await line.connect()
    await until('it is connected', async () => (await line.show()).state === 'connected')
    await put(line.id, { machine: 'EDG-2', port: line.port, enabled: false })
    await edger.closed()
    expect((await line.show()).state).toBe('off')
    await expect(connectMachine(line.port)).rejects.toThrow('ECONNREFUSED')
  })
})

describe('whoever is no peer', () => {
  it('is sent away at once, counted and shown; a scanner from many addresses costs no row for each', async () => {
    const line = await openLine(lab, 'EDG-3', { peers: ['127.0.0.9'] })
    for (let i = 0; i < 3; i++) await (await line.connect()).closed()
    for (let i = 0; i < 120; i++) await (await line.connect({ from: `127.0.1.${i + 1}` })).closed()
    const peer = await line.connect({ from: '127.0.0.9' })
    expect(await peer.download('EDG', 'nobody')).toMatchObject({ status: 1 })
    const { refused } = await until('all are counted', async () => {
      const shown = await line.show()
      return shown.refused.reduce((sum, { times }) => sum + times, 0) === 123 && shown
    })
    expect(refused).toContainEqual(expect.objectContaining({ peer: '127.0.0.1', reason: 'not_a_peer', times: 3 }))
    expect(refused).toContainEqual(expect.objectContaining({ peer: 'others', reason: 'not_a_peer', times: 71 }))
    const { messages } = await until('what the peer was told is written', async () => {
      const shown = await line.show()
      return shown.messages.some(({ status }) => status === 1) && shown
    })
    expect(messages.filter(({ about }) => about === 'connected')).toHaveLength(1)
    peer.end()
  })

  it('is also another peer while one is connected', async () => {
    const line = await openLine(lab, 'GEN-1', { peers: ['127.0.0.0/24'] })
    const first = await line.connect({ from: '127.0.0.5' })
    expect(await first.download('GEN', 'nobody')).toMatchObject({ status: 1 })
    await (await line.connect({ from: '127.0.0.6' })).closed()
    expect(await first.download('GEN', 'nobody')).toMatchObject({ status: 1 })
    await until('it is shown', async () =>
      (await line.show()).refused.some(({ peer, reason }) => peer === '127.0.0.6' && reason === 'line_taken'),
    )
    first.end()
  })
})

describe('what was said', () => {
  it('is kept for a month', async () => {
    const line = await openLine(lab, 'GEN-2')
    const generator = await line.connect()
    await generator.download('GEN', 'nobody')
    generator.end()
    await until('it is written', async () => (await line.show()).messages.some(({ status }) => status === 1))
    const clock = manualClock(lab.lims.app.clock.now())
    clock.advance(29 * 86_400_000)
    await forgetOldMessages({ ...lab.lims.app, clock })
    expect((await line.show()).messages.length).toBeGreaterThan(0)
    clock.advance(2 * 86_400_000)
    await forgetOldMessages({ ...lab.lims.app, clock })
    expect((await line.show()).messages).toEqual([])
  })
})

describe('two processes', () => {
  it('serve a line one at a time, and the other takes over when the first is gone', async () => {
    const line = await openLine(lab, 'POL-1')
    const jobId = await orderLenses(lab)
    await bringTo(lab, jobId, 'polish')
    const second = await openTestLims({ database: lab.lims.database, roles: ['devices'] })
    const serving = () => second.log.lines.some(({ msg }) => msg === 'serving machines')
    const first = await line.connect()
    expect(await first.download('LAP', jobId)).toMatchObject({ done: true, said: '' })
    expect(serving()).toBe(false)
    // As if the first had died: its connection to the database ends, and with it the lock and the machines.
    await until(
      'the second holds',
      async () => {
        await lab.lims.database.ownerDb.raw(
          `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name = 'ils lims devices' and pid in
           (select pid from pg_locks where locktype = 'advisory' and granted)`,
        )
        return serving()
      },
      { everyMs: 700 },
    )
    await first.closed()
    const again = await until('it is served', async () => {
      const machine = await line.connect()
      const end = await Promise.race([machine.download('LAP', jobId), machine.closed().then(() => null)])
      return end?.done && end
    })
    expect(again.done).toBe(true)
    await second.close()
    await until('the first serves again', async () => {
      const machine = await line.connect()
      const end = await Promise.race([machine.download('LAP', jobId), machine.closed().then(() => null)])
      return end?.done
    })
  })
})

describe('fifty machines at once', () => {
  it('are all answered', async () => {
    const jobId = await orderLenses(lab)
    await bringTo(lab, jobId, 'edge')
    const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()))
    const show = () => lab.ann.client.listLines()
    // Fifty lines are opened one after the other; asking for all of them all the time would not make it faster.
    const patient = { everyMs: 200 }
    for (const [i, port] of ports.entries()) await put(`many-${i}`, { port })
    await until(
      'all are served',
      async () =>
        (await show()).lines.filter(({ id, state }) => id.startsWith('many-') && state === 'waiting').length === 50,
      patient,
    )
    const machines = await Promise.all(ports.map((port) => connectMachine(port)))
    await until(
      'all are connected',
      async () => (await show()).lines.filter(({ state }) => state === 'connected').length >= 50,
      patient,
    )
    const ends = await Promise.all(machines.map((machine) => machine.download('EDG', jobId)))
    expect(ends.filter(({ done }) => done)).toHaveLength(50)
    const { lenses } = await lab.olga.client.getJob({ params: { jobId } })
    expect(lenses.filter(({ state }) => state === 'started')).toHaveLength(2)
    for (const machine of machines) machine.end()
  })
})
