import { fork, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { eventKind } from '@ils/contract/event'
import { LIVE_PATH } from '@ils/contract/live'
import { openLimsClient } from '@ils/lims-client/lims-client'
import type { RunningLims } from '@ils/lims/start-lims'
import { system } from '@ils/platform/actor'
import { record } from '@ils/platform/events/record-event'
import { plantDraft } from '@ils/testing/plant-draft'
import { Type } from '@sinclair/typebox'
import { withFloorLims, type FloorLims } from './floor-lims.ts'
import { median, percentile, type Figure } from './measure.ts'

const SOCKETS = 10_000
const ROUNDS = 30
const PORTALS = 1000
const PUBLISHED = 10
/** Files of a process besides its sockets. */
const OTHER_FILES = 500

const moved = eventKind({
  type: 'job.moved',
  version: 1,
  means: 'A move of a bench',
  data: Type.Object({ jobId: Type.String(), station: Type.String(), note: Type.String() }),
})

/** A broadcast to ten thousand, against `ws` alone; and how soon a thousand portals hold another release. */
export function benchLive(): Promise<Figure[]> {
  return withFloorLims(1, async (lims) => [...(await measureBroadcast(lims)), ...(await measurePublish(lims))], {
    ILS_LIVE_SOCKETS_PER_HOLDER: String(SOCKETS),
  })
}

const now = (): number => performance.timeOrigin + performance.now()

/** A process of the bench, and what it says next that has a field. */
function start(file: string) {
  const execArgv = file.endsWith('.ts') ? ['--conditions=development', '--import', 'tsx'] : []
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv })
  return {
    child,
    hear: <T>(field: string): Promise<T> => hear<T>(child, field),
    stop: () => {
      child.send({ stop: true })
    },
  }
}

function hear<T>(child: ChildProcess, field: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const listen = (message: Record<string, unknown>): void => {
      const failed = (message['failed'] ?? message['gone']) as string | undefined // Words of our own processes.
      if (failed === undefined && !(field in message)) return
      child.off('message', listen)
      if (failed === undefined) resolve(message as T)
      else reject(new Error(failed))
    }
    child.on('message', listen)
  })
}

interface Arrived {
  readonly half: number
  readonly most: number
  readonly last: number
}

async function measureBroadcast({ running: [lims], key }: FloorLims): Promise<Figure[]> {
  if (!lims) throw new Error('no LIMS runs')
  const count = Math.min(SOCKETS, mostFiles() - OTHER_FILES)
  const bare = start('live-bare.mjs')
  const { port } = await bare.hear<{ port: number }>('port')
  const ofLims = start('live-client.mjs')
  const ofBare = start('live-client.mjs')
  const opened = [ofLims.hear('open'), ofBare.hear('open')]
  const socket = `${lims.url.replace('http', 'ws')}${LIVE_PATH}`
  ofLims.child.send({ url: socket, api: lims.url, key, room: 'jobs', count })
  ofBare.child.send({ url: `ws://127.0.0.1:${port}`, count })
  await Promise.all(opened)

  let n = 0
  const tell = async (): Promise<Arrived & { began: number }> => {
    const arrived = ofLims.hear<Arrived>('most')
    n++
    const data = { jobId: 'job_1', station: 'polish', note: 'x'.repeat(100) }
    await record(
      lims.app,
      lims.app.db,
      moved,
      { subject: 'job_1', subjectVersion: n, practice: 'p', data },
      system('bench'),
    )
    const began = now()
    return { ...(await arrived), began }
  }
  const text = JSON.stringify({ kind: 'event', seq: 1_000_000, event: { note: 'x'.repeat(430) } })
  const send = async (): Promise<Arrived & { began: number }> => {
    const arrived = ofBare.hear<Arrived>('most')
    const began = bare.hear<{ began: number }>('began')
    bare.child.send({ text })
    return { ...(await arrived), ...(await began) }
  }
  await tell()
  await send()
  const rounds: { ours: Arrived & { began: number }; theirs: Arrived & { began: number } }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const first = round % 2 === 0 ? await tell() : await send()
    const second = round % 2 === 0 ? await send() : await tell()
    rounds.push(round % 2 === 0 ? { ours: first, theirs: second } : { ours: second, theirs: first })
  }
  for (const one of [bare, ofLims, ofBare]) one.stop()
  const took = (arrived: Arrived & { began: number }): number => arrived.most - arrived.began
  const ours = median(rounds.map((round) => took(round.ours)))
  const theirs = median(rounds.map((round) => took(round.theirs)))
  const ratio = median(rounds.map((round) => took(round.ours) / took(round.theirs)))
  return [
    {
      what: `A broadcast of one event to ${count} sockets, from its commit, against the same bytes by bare \`ws\` from its first send; ${ROUNDS} rounds in turn, p99 of the sockets`,
      seen: `${ratio.toFixed(2)} times (${ours.toFixed(0)} and ${theirs.toFixed(0)} ms)`,
      goal: '≤ 1.5 times',
      met: ratio <= 1.5 && count >= SOCKETS,
    },
  ]
}

const mostFiles = (): number =>
  Number(/Max open files\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 1024)

async function measurePublish({ running: [lims], key, rulebook, engineer }: FloorLims): Promise<Figure[]> {
  if (!lims) throw new Error('no LIMS runs')
  const portals = [start('live-portals.ts'), start('live-portals.ts')]
  const count = PORTALS / portals.length
  const opened = portals.map((one) => one.hear('open'))
  for (const { child } of portals) child.send({ url: lims.url, key, count })
  await Promise.all(opened)
  const rounds: { most: number; half: number; told: number }[] = []
  let patched = 0
  for (let round = 0; round < PUBLISHED; round++) {
    const release = await plantNext(lims, engineer, edited(rulebook, round))
    const ready = portals.map((one) => one.hear('ready'))
    for (const { child } of portals) child.send({ target: release.number })
    await Promise.all(ready)
    const all = Promise.all(portals.map(({ child }) => allVerified(child, count)))
    const began = now()
    await release.publish()
    const seen = (await all).flat()
    const times = seen.map(({ at }) => at - began)
    patched += seen.filter((one) => one.patched).length
    const told = percentile(
      seen.map(({ came }) => came - began),
      0.99,
    )
    rounds.push({ most: percentile(times, 0.99), half: percentile(times, 0.5), told })
  }
  const alone = portals.map((one) => one.hear<{ alone: number }>('alone'))
  for (const { child } of portals) child.send({ alone: true, count })
  const hashing = Math.max(...(await Promise.all(alone)).map((one) => one.alone))
  for (const one of portals) one.stop()
  const [most, half, told] = [
    median(rounds.map((round) => round.most)),
    median(rounds.map((round) => round.half)),
    median(rounds.map((round) => round.told)),
  ]
  return [
    {
      what: `From the call to publish until ${PORTALS} live portals hold the new ordering part and have verified its hash; ${PUBLISHED} publications of an edited catalogue, median of each; ${Math.round((patched * 100) / (PORTALS * PUBLISHED))} % made it of what they held`,
      seen: `p99 ${most.toFixed(0)} ms, p50 ${half.toFixed(0)} ms (told: p99 ${told.toFixed(0)} ms; the hashing of the same bytes alone, in the same processes: ${hashing.toFixed(0)} ms)`,
      goal: 'p99 ≤ 1 s',
      met: most <= 1000,
    },
  ]
}

/** Another content each time: what one design is called. */
function edited(rulebook: FloorLims['rulebook'], round: number): FloorLims['rulebook'] {
  const { designs: [first, ...rest] = [] } = rulebook.catalogue
  if (!first) throw new Error('the standard lab has no designs')
  const label = `Round ${round}`
  return { ...rulebook, catalogue: { ...rulebook.catalogue, designs: [{ ...first, label }, ...rest] } }
}

async function plantNext({ app, url }: RunningLims, engineer: FloorLims['engineer'], rulebook: FloorLims['rulebook']) {
  const client = openLimsClient({ url, key: engineer.key })
  const { number: base } = await client.getInForce()
  const draft = await plantDraft(app, engineer, rulebook, { base, submittedBy: engineer.id })
  return {
    number: base + 1,
    publish: () =>
      client.publishDraft({
        params: { draftId: draft.id },
        body: { version: draft.version, hash: draft.hash, emergency: { reason: 'a bench of live push' } },
      }),
  }
}

interface Verified {
  readonly patched: boolean
  readonly came: number
  readonly at: number
}

function allVerified(child: ChildProcess, count: number): Promise<Verified[]> {
  const seen: Verified[] = []
  return new Promise((resolve, reject) => {
    const listen = (message: Verified & { verified?: boolean; failed?: string }): void => {
      if (message.verified !== true) {
        reject(new Error(message.failed ?? 'a portal holds something else than it was told'))
        return
      }
      seen.push(message)
      if (seen.length < count) return
      child.off('message', listen)
      resolve(seen)
    }
    child.on('message', listen)
  })
}
