import type { Event } from '@ils/contract/event'
import type { Scan, ScanAnswer } from '@ils/contract/floor'
import type { Job, JobStatus, NewJob } from '@ils/contract/jobs'
import type { Track } from '@ils/contract/job-states'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import { until } from './condition.ts'
import { checkFloor, type FloorVerdict } from './floor-invariants.ts'
import { openJudgingLab, type JudgingLab } from './judging-lab.ts'
import type { TestLimsOptions } from './test-lims.ts'
import { singleVision } from './single-vision.ts'

type Act = Omit<Scan, 'scanId'> & { readonly scanId?: string }
type Place = Job['lenses'][number]

export interface FloorLab extends JudgingLab {
  /** A person of the lab who works on the floor. */
  readonly olga: { readonly id: string; readonly name: string; readonly key: string; readonly client: LimsClient }
  /** Scans as Olga, with an id of its own. */
  scan(act: Act): Promise<ScanAnswer>
  /** Scans what has to be applied; throws with its words where it is refused. */
  done(act: Act): Promise<ScanAnswer>
  order(changes?: object): Promise<string>
  /** The same, with all that is answered. */
  submit(changes?: object): Promise<JobStatus>
  job(jobId: string): Promise<Job>
  lens(jobId: string, eye: Track): Promise<Place>
  /** Does whatever is next until a lens stands before that step; without one, until all is done. */
  workTo(jobId: string, eye: Track, step: string | null): Promise<void>
  /** Takes blanks into stock-keeping, so many of each. */
  receive(quantities: Readonly<Record<string, number>>, lot?: string): Promise<void>
  /** What the log says of a thing, once all of it is there. */
  story(subject: string): Promise<Event[]>
  verdict(): Promise<FloorVerdict>
}

/** A lab that makes lenses by a rulebook, usually the standard one. */
export async function openFloorLab(
  files: ReadonlyMap<string, string>,
  options: TestLimsOptions = {},
): Promise<FloorLab> {
  const lab = await openJudgingLab(options)
  const loaded = loadRulebook(files)
  if (!loaded.rulebook) throw new Error(`the rulebook cannot be read: ${loaded.faults[0]?.message ?? ''}`)
  await lab.publish(loaded.rulebook)
  const olga = await lab.member('Olga', 'lab')
  const { client } = olga
  const prescribed = new Map<string, Readonly<Record<string, number>>>()
  let scans = 0

  const scan = (act: Act) => client.scan({ body: { scanId: `olga-${String((scans += 1)).padStart(6, '0')}`, ...act } })
  const job = (jobId: string) => client.getJob({ params: { jobId } })
  const done = async (act: Act) => {
    const answer = await scan(act)
    if (answer.result === 'refused') throw new Error(`${act.verb}: ${answer.sentence}`)
    return answer
  }
  /** As it was prescribed here; of what a portal ordered, as the lab keeps it. */
  const prescribedFor = async ({ id, original, judgementId }: Job): Promise<Readonly<Record<string, number>>> => {
    const known = prescribed.get(id) ?? prescribed.get(original ?? '')
    if (known || judgementId === null) return known ?? {}
    const { configuration } = await lab.ann.client.getJudgement({ params: { judgementId } })
    const sides = [['od', configuration.right] as const, ['os', configuration.left] as const]
    const natural = sides.flatMap(([side, facts = {}]) => [
      [`${side}Sphere`, Number(facts['rx.sphere'] ?? 0) / 1000],
      ...(facts['rx.cylinder'] === undefined ? [] : [[`${side}Cylinder`, Number(facts['rx.cylinder']) / 1000]]),
      ...(facts['rx.axis'] === undefined ? [] : [[`${side}Axis`, Number(facts['rx.axis'])]]),
    ])
    prescribed.set(id, Object.fromEntries(natural) as Record<string, number>) // Numbers, as just made.
    return prescribed.get(id) ?? {}
  }
  const measured = async (job: Job, eye: 'right' | 'left') => {
    const rx = await prescribedFor(job)
    const side = eye === 'right' ? 'od' : 'os'
    const { [`${side}Sphere`]: sphere = 0, [`${side}Cylinder`]: cylinder, [`${side}Axis`]: axis } = rx
    return { sphere, ...(cylinder !== undefined && { cylinder }), ...(axis !== undefined && { axis }) }
  }
  const advance = async (jobId: string, now: Job, { eye, step, opc }: Place) => {
    if (step === null) return
    if (step === 'pick' && eye !== 'pair') {
      await done({ verb: 'pick', job: jobId, eye, mode: 'use', opc: opc ?? '' })
      return
    }
    const eyes = eye === 'pair' ? now.lenses.flatMap((one) => (one.eye === 'pair' ? [] : [one.eye])) : [eye]
    for (const side of step === 'final' || step === 'surface-inspection' ? eyes : []) {
      await done({ verb: 'inspect', job: jobId, eye: side, station: step, measured: await measured(now, side) })
    }
    await done({ verb: 'finish', job: jobId, station: step, ...(eye !== 'pair' && { eye }) })
  }
  const submit = async (changes: object = {}): Promise<JobStatus> => {
    // Its form, with parts of it changed; `undefined` leaves a part out.
    const body = JSON.parse(JSON.stringify({ ...singleVision, ...changes })) as NewJob
    const made = await client.createJob({ body })
    if ('prescription' in body) prescribed.set(made.jobId, body.prescription as Readonly<Record<string, number>>) // Numbers here.
    return made
  }
  return {
    ...{ ...lab, olga, scan, done, job, submit },
    order: async (changes) => (await submit(changes)).jobId,
    async lens(jobId, eye) {
      const found = (await job(jobId)).lenses.find((one) => one.eye === eye)
      if (!found) throw new Error(`job ${jobId} has no ${eye}`)
      return found
    },
    async workTo(jobId, eye, step) {
      for (let i = 0; i < 100; i++) {
        const now = await job(jobId)
        const lens = now.lenses.find((one) => one.eye === eye)
        if (!lens) throw new Error(`job ${jobId} has no ${eye}`)
        const next = lens.state === 'waiting' ? now.lenses.find(canBeWorked) : lens
        if (lens.step === step && lens.state !== 'waiting') return
        if (!next) throw new Error(`nothing of job ${jobId} can be worked on: ${JSON.stringify(now.lenses)}`)
        await advance(jobId, now, next)
      }
      throw new Error(`job ${jobId} never came to ${step ?? 'its end'}`)
    },
    async receive(quantities, lot = 'L1') {
      const body = { reorderAt: null, reorderTo: null, supplier: null, product: null }
      for (const opc of Object.keys(quantities)) {
        await client.putBlank({ params: { opc }, body: { ...body, label: `Blank ${opc}` } })
      }
      const lines = Object.entries(quantities).map(([opc, quantity]) => ({ opc, lot, quantity }))
      await client.receiveBlanks({ body: { lines } })
    },
    async story(subject) {
      await until('every event has its place', async () => {
        const { rows } = await lab.lims.database.db.raw<{ rows: unknown[] }>(
          'select from events where seq is null limit 1',
        )
        return rows.length === 0
      })
      return (await lab.ann.client.readEvents({ query: { subject, limit: 1000 } })).events
    },
    verdict: () => checkFloor(lab.ann.client, lab.lims.database.db),
  }
}

const canBeWorked = ({ state, stop }: Place): boolean => (state === 'ready' && stop === null) || state === 'started'
