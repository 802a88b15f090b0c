import type { Event } from '@ils/contract/event'
import { eventKind } from '@ils/contract/event'
import type { LivePosition } from '@ils/contract/live'
import type { App } from '@ils/lims/app'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { system } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { recordMany } from '@ils/platform/events/record-event'
import { Type } from '@sinclair/typebox'
import { until } from './condition.ts'
import { followLive, type LiveFollowing } from './follow-live.ts'

export interface LiveRunWorld {
  /** Says what happens; its relay runs. */
  readonly app: App
  /** Where live sockets are served now; any of them may be gone the next moment. */
  readonly urls: () => readonly string[]
  /** Ends one of them as a power cut would; another one comes for it, meanwhile. */
  readonly kill: (luck: () => number) => Promise<void>
  readonly client: (key: string, url: string) => LimsClient
  /** The lab’s key, and one for each practice. */
  readonly labKey: string
  readonly practices: readonly { readonly practice: string; readonly key: string }[]
  readonly readLog: (after: number) => Promise<readonly Event[]>
}

export interface LiveRunResult {
  readonly seed: number
  readonly events: number
  readonly readers: number
  readonly frames: number
  readonly drops: number
  readonly kills: number
  readonly pauses: number
  /** How often sockets were closed for a name of ours. */
  readonly closes: ReadonlyMap<string, number>
  /** What was wrong, in words: must be none. */
  readonly wrong: readonly string[]
}

const moved = eventKind({
  type: 'job.moved',
  version: 1,
  means: 'A move of a live run',
  data: Type.Object({ run: Type.Integer(), n: Type.Integer(), station: Type.String(), text: Type.String() }),
})
const STATIONS = ['polish', 'coat', 'final']

export interface LiveRunOptions {
  readonly seed: number
  readonly events: number
  readonly kills: number
  /** With large ones a reader that pauses falls behind what the network holds for it. */
  readonly mostBytes: number
  readonly longestPauseMs: number
}

/** Readers that drop, pause and lose their servers; then the log alone says what each should have heard, in which order. */
export async function liveRun(world: LiveRunWorld, options: LiveRunOptions): Promise<LiveRunResult> {
  const luck = lcg(options.seed)
  const start = await startOf(world)
  const readers = audience(world).map(({ key, rooms, hears }) => ({
    hears,
    following: followLive({
      ...{ urls: world.urls, rooms, from: start, luck },
      ticketAt: (url) => world.client(key, url).makeLiveTicket(),
    }),
  }))
  let [drops, pauses, kills] = [0, 0, 0]
  let said = 0
  const killing: Promise<void>[] = []
  while (said < options.events) {
    const many = Math.min(1 + Math.floor(luck() ** 3 * 60), options.events - said)
    await say(world, options, luck, said, many)
    said += many
    const chosen = readers[Math.floor(luck() * readers.length)]
    if (luck() < 0.3) {
      chosen?.following.drop()
      drops++
    } else if (luck() < 0.3) {
      chosen?.following.pause(Math.floor(luck() ** 2 * options.longestPauseMs))
      pauses++
    }
    const due = Math.floor(((said / options.events) * (options.kills + 1)) | 0)
    if (kills < Math.min(due, options.kills)) {
      kills++
      killing.push(world.kill(luck))
    }
    await new Promise((resolve) => setTimeout(resolve, luck() * 15))
  }
  await Promise.all(killing)
  const wrong = await judge(world, readers, start, options)
  const closes = new Map<string, number>()
  for (const { following } of readers) {
    for (const [name, times] of following.closes) closes.set(name, (closes.get(name) ?? 0) + times)
    following.close()
  }
  const frames = readers.reduce((sum, { following }) => sum + following.heard.length, 0)
  return { seed: options.seed, events: said, readers: readers.length, frames, drops, kills, pauses, closes, wrong }
}

async function startOf(world: LiveRunWorld): Promise<LivePosition> {
  const [url = ''] = world.urls()
  const { position } = await world.client(world.labKey, url).makeLiveTicket()
  // A process that nobody listened to may not know how far the log has grown.
  const seq = (await world.readLog(position.seq)).at(-1)?.seq ?? position.seq
  return { epoch: position.epoch, seq }
}

interface Seat {
  readonly key: string
  readonly rooms: readonly string[]
  /** Said anew here, not taken from what is tested. */
  readonly hears: (event: Event) => boolean
}

function audience({ labKey, practices }: LiveRunWorld): Seat[] {
  const [station = ''] = STATIONS
  return [
    { key: labKey, rooms: ['lab'], hears: () => true },
    { key: labKey, rooms: [`station:${station}`], hears: ({ data }) => data['station'] === station },
    {
      key: labKey,
      // An event may happen in both: it comes once all the same.
      rooms: [`practice:${practices[0]?.practice ?? ''}`, `station:${station}`, 'jobs'].slice(0, 2),
      hears: ({ data, practice }) => data['station'] === station || practice === practices[0]?.practice,
    },
    ...practices.flatMap(({ key, practice }): Seat[] => [
      { key, rooms: ['jobs'], hears: (event) => event.practice === practice && event.type.startsWith('job.') },
      { key, rooms: [`practice:${practice}`, 'jobs'], hears: (event) => event.practice === practice },
    ]),
  ]
}

async function say(
  { app, practices }: LiveRunWorld,
  { seed, mostBytes }: LiveRunOptions,
  luck: () => number,
  first: number,
  many: number,
): Promise<void> {
  const facts = Array.from({ length: many }, (_, at) => {
    const n = first + at
    const practice = practices[Math.floor(luck() * (practices.length + 1))]?.practice ?? null
    const station = STATIONS[Math.floor(luck() * STATIONS.length)] ?? ''
    const text = 'x'.repeat(Math.floor(luck() * mostBytes))
    const data = { run: seed, n, station, text }
    return { kind: moved, fact: { subject: `job_${n % 7}`, subjectVersion: n + 1, practice, data } }
  })
  await inTransaction(app.pool, (trx) => recordMany(app, trx, facts, system('live run')))
}

const PATIENCE = { withinMs: 60_000, everyMs: 20 }

async function judge(
  world: LiveRunWorld,
  readers: readonly { hears: Seat['hears']; following: LiveFollowing }[],
  start: LivePosition,
  { seed, events }: LiveRunOptions,
): Promise<string[]> {
  const wrong: string[] = []
  await until('the log is whole', async () => (await world.readLog(start.seq + events - 1)).length > 0, PATIENCE)
  const log = await world.readLog(start.seq)
  const ours = log.filter(({ data }) => data['run'] === seed).length
  if (ours !== events) wrong.push(`${ours} of ${events} events are in the log`)
  const bodies = new Map(log.map((event) => [event.seq, JSON.stringify(event.data)]))
  for (const [at, { hears, following }] of readers.entries()) {
    const should = log.filter(hears).map(({ seq }) => seq)
    const last = should.at(-1) ?? 0
    try {
      await until(
        'it heard the last',
        () => should.length === 0 || (following.heard.at(-1)?.seq ?? 0) >= last,
        PATIENCE,
      )
    } catch {
      wrong.push(`reader ${at} never heard ${last}; it is at ${following.heard.at(-1)?.seq ?? 'nothing'}`)
    }
    const heard = following.heard.map(({ seq }) => seq)
    const differs = should.findIndex((seq, place) => heard[place] !== seq)
    if (heard.length !== should.length || differs >= 0) {
      const place = differs < 0 ? should.length : differs
      wrong.push(
        `reader ${at}: ${heard.length} instead of ${should.length}; at ${place} ${heard[place]} for ${should[place]}`,
      )
    }
    for (const { seq, event } of following.heard) {
      if (JSON.stringify(event.data) !== bodies.get(seq)) wrong.push(`reader ${at}: ${seq} says something else`)
    }
    wrong.push(...following.wrong.map((what) => `reader ${at}: ${what}`))
  }
  return wrong.map((what) => `seed ${seed}: ${what}`)
}

/** Small and repeatable: the same seed does the same as far as the machine allows. */
function lcg(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
