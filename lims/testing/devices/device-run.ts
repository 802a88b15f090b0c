import type { LimsClient } from '@ils/lims-client/lims-client'
import { until } from '../condition.ts'
import { freePort } from '../free-port.ts'
import { bringJob } from './bring-job.ts'
import { usualWork } from './machine.ts'
import { misbehaviours, type Misbehaviour } from './misbehaviour.ts'
import { runMachine, type MachineName, type MachineRun } from './run-machine.ts'

export interface DeviceRunOptions {
  readonly seed: number
  readonly machines: number
  readonly jobsEach: number
  /** Patience of both sides, ms. */
  readonly confirmMs: number
  readonly onProgress?: (saying: string) => void
}

export interface DeviceRunResult {
  readonly machines: number
  readonly jobs: number
  /** How many machines did it with each misbehaviour. */
  readonly ways: ReadonlyMap<string, number>
  /** How many were connected at once, as the LIMS saw it. */
  readonly atOnce: number
  /** Runs that did not come to a good end, and what is wrong on the floor afterwards. */
  readonly wrong: readonly string[]
  readonly messages: number
  readonly seconds: number
  /** Of a job of machines that behave, without the time they worked. */
  readonly jobMs: readonly number[]
}

interface Placed {
  readonly kind: MachineName
  readonly line: string
  readonly port: number
  readonly ways: readonly Misbehaviour[]
  readonly jobs: readonly { readonly jobId: string; readonly called: string }[]
}

/** Machine of the standard lab and the station where its jobs stand; a conveyor meets them anywhere. */
const PLACES: Readonly<Record<MachineName, { readonly machine: string; readonly station: string | null }>> = {
  tracer: { machine: 'TRC-1', station: null },
  generator: { machine: 'GEN-1', station: 'generate' },
  edger: { machine: 'EDG-1', station: 'edge' },
  inspection: { machine: 'INS-1', station: 'surface-inspection' },
  conveyor: { machine: 'CNV-1', station: null },
}
const KINDS = Object.keys(PLACES) as MachineName[] // The keys of that very table.
const WAYS = Object.keys(misbehaviours) as Misbehaviour[] // The keys of that very table.
const WORK_MS = 150
const AT_A_TIME = 8

/**
 * Machines of every kind at lines of their own, all connected before any of them begins, each with jobs that stand before it;
 * every second one misbehaves. Afterwards the LIMS is asked whether everything was done, and done once.
 */
export async function deviceRun(client: LimsClient, options: DeviceRunOptions): Promise<DeviceRunResult> {
  const { machines, jobsEach, seed, confirmMs, onProgress = () => undefined } = options
  const timing = { confirmMs, packetMs: 2 * confirmMs }
  onProgress('jobs are brought to their stations')
  const placed: Placed[] = []
  for (let i = 0; i < machines; i++) placed.push(await place(client, i, jobsEach, timing))
  await until('every line is served', async () => {
    const { lines } = await client.listLines()
    return lines.filter(({ state }) => state === 'waiting').length >= machines
  })
  onProgress('machines are at work')
  let connected = 0
  let letGo: () => void = () => undefined
  const together = new Promise<void>((resolve) => (letGo = resolve))
  const jobMs: number[] = []
  const began = performance.now()
  const runs = Promise.all(
    placed.map(async ({ kind, port, ways, jobs }, i): Promise<MachineRun> => {
      let at = performance.now()
      return runMachine(kind, {
        ...{ host: '127.0.0.1', port, misbehave: ways, seed: seed + i, timing, work: { workMs: WORK_MS } },
        jobs: jobs.map(({ called }) => called),
        onConnected: () => {
          if (++connected === machines) letGo()
          return together.then(() => {
            at = performance.now()
          })
        },
        onJob: () => {
          if (ways.length === 0) jobMs.push(performance.now() - at - WORK_MS)
          at = performance.now()
        },
      })
    }),
  )
  await Promise.race([together, runs])
  const { lines } = await until(
    'the LIMS sees them all',
    async () => {
      const found = await client.listLines()
      return found.lines.filter(({ state }) => state === 'connected').length === machines && found
    },
    { withinMs: 2000 },
  ).catch(() => client.listLines())
  const atOnce = lines.filter(({ state }) => state === 'connected').length
  const ended = await runs
  const seconds = (performance.now() - began) / 1000
  onProgress('the floor is looked at')
  const wrong = [
    ...ended.flatMap((run, i) => wrongRun(placed[i], run)),
    ...(await inTurns(placed, (one) => wrongOnFloor(client, one))).flat(),
  ]
  const ways = new Map<string, number>()
  for (const way of placed.flatMap((one) => one.ways)) ways.set(way, (ways.get(way) ?? 0) + 1)
  const messages = await countMessages(client, placed)
  return { ...{ machines, jobs: machines * jobsEach, ways, atOnce, wrong, messages, seconds }, jobMs }
}

async function place(
  client: LimsClient,
  i: number,
  jobsEach: number,
  timing: { readonly confirmMs: number; readonly packetMs: number },
): Promise<Placed> {
  // Every fifth is of the same kind, and every second one misbehaves: both go through their tables.
  const kind = KINDS[i % KINDS.length] ?? 'edger'
  const way = i % 2 === 0 ? undefined : WAYS[Math.floor(i / 2) % WAYS.length]
  const { machine, station } = PLACES[kind]
  const numbers = Array.from({ length: jobsEach }, (_, n) => n)
  const jobs = await inTurns(numbers, async (n) => {
    const jobId = await bringJob(client, station, kind === 'tracer')
    if (n % 2 === 0) return { jobId, called: jobId }
    // Machines read the number of the tray as often as that of the job.
    const tray = String(10_000 + i * 100 + n)
    await client.scan({ body: { scanId: `tray-${tray}`, verb: 'bind-tray', job: jobId, tray } })
    return { jobId, called: tray }
  })
  const [line, port] = [`sim-${i}`, await freePort()]
  // The lab says which of its points a conveyor's number is.
  const points = kind === 'conveyor' ? { points: { [usualWork.point]: 'before-edging' } } : {}
  const settings = { ...timing, answerMs: timing.packetMs, ...points }
  const body = { machine, kind: 'tcp', port, enabled: true, settings } as const
  await client.putLine({ params: { lineId: line }, body })
  return { kind, line, port, ways: way === undefined ? [] : [way], jobs }
}

function wrongRun(placed: Placed | undefined, { ok, jobs }: MachineRun): string[] {
  if (ok || !placed) return []
  const said = jobs.map((one) => `${one.job} ${one.ended}: ${one.said}`).join('; ')
  return [`${placed.line} ${placed.kind} (${placed.ways.join()}): ${said}`]
}

/** What should have been done once for each job, in the log: not less and not more. */
async function wrongOnFloor(client: LimsClient, { kind, jobs, line, ways }: Placed): Promise<string[]> {
  if (kind === 'conveyor') return []
  const wanted = kind === 'tracer' ? 1 : 2
  const wrong: string[] = []
  for (const { jobId } of jobs) {
    // The log is read in its order, which it gets a moment after the fact.
    const whole = async () => (await countOf(client, kind, jobId)) >= wanted
    await until(`the log of ${jobId} is whole`, whole, { withinMs: 5000 }).catch(() => undefined)
    const seen = await countOf(client, kind, jobId)
    if (seen !== wanted) wrong.push(`${line} ${kind} (${ways.join()}): ${jobId} was done ${seen} times of ${wanted}`)
  }
  return wrong
}

async function countOf(client: LimsClient, kind: MachineName, jobId: string): Promise<number> {
  if (kind === 'tracer') return (await client.listTraces({ query: { job: jobId } })).items.length
  const { events } = await client.readEvents({ query: { subject: jobId, limit: 1000 } })
  const machine = PLACES[kind].machine
  return events.filter(({ type, data }) => {
    if (data['machine'] !== machine) return false
    return kind === 'inspection'
      ? type === 'job.inspected' && data['verdict'] === 'pass'
      : type === 'job.moved' && data['did'] === 'finished'
  }).length
}

async function countMessages(client: LimsClient, placed: readonly Placed[]): Promise<number> {
  const pages = await inTurns(placed, ({ line }) => client.getLine({ params: { lineId: line } }))
  return pages.reduce((sum, { messages }) => sum + messages.length, 0)
}

async function inTurns<In, Out>(all: readonly In[], work: (one: In) => Promise<Out>): Promise<Out[]> {
  const done: Out[] = []
  for (let at = 0; at < all.length; at += AT_A_TIME) {
    done.push(...(await Promise.all(all.slice(at, at + AT_A_TIME).map(work))))
  }
  return done
}
