import type { Scan } from '@ils/contract/floor'
import type { Job } from '@ils/contract/jobs'

/** What an operator means to do; the scanner gives it its id. */
export type Intent = Omit<Scan, 'scanId'>

/** Chambers and baths that operators fill together. */
export interface Chambers {
  readonly open: Map<string, string>
  readonly running: string[]
  made: number
}

export interface Luck {
  readonly random: () => number
  readonly pick: <T>(list: readonly T[]) => T | undefined
}

const TRAYS = 40
type Lens = Job['lenses'][number]

/** What somebody who sees a job does next: mostly what is due, at times what nobody should. */
export function nextActs(job: Job, chambers: Chambers, { random, pick }: Luck): Intent[] {
  const about = { job: job.id }
  const dice = random()
  const lens = pick(job.lenses)
  if (!lens) return []
  const side = lens.eye === 'pair' ? 'right' : lens.eye
  if (dice < 0.01) return [{ ...about, verb: 'cancel', reason: 'not wanted' }]
  if (dice < 0.03) return [{ ...about, verb: 'hold', reason: 'a question', owner: 'the desk' }]
  if (dice < 0.08)
    return [
      {
        ...about,
        verb: 'break',
        eye: random() < 0.2 ? 'both' : side,
        station: lens.step ?? 'pack',
        reason: pick(['HAND', 'WRG', 'BLK']) ?? 'HAND',
      },
    ]
  if (dice < 0.1) return [{ ...about, verb: 'reverse-breakage', eye: side, why: 'it was none' }]
  if (dice < 0.14)
    return [{ ...about, verb: 'bind-tray', tray: `T${Math.floor(random() * TRAYS)}`, reassign: random() < 0.7 }]
  if (dice < 0.15) return [{ ...about, verb: 'free-tray' }]
  if (dice < 0.17) return [{ ...about, verb: 'finish', station: pick(lens.steps)?.step ?? 'pack' }]
  if (dice < 0.18) return [{ ...about, verb: 'pick', eye: side, mode: 'reverse' }]
  if (dice < 0.19) return chambers.running.splice(0, 1).map((batch): Intent => ({ verb: 'batch-finish', batch }))
  if (dice < 0.195)
    return [...chambers.open.values()].slice(0, 1).map((batch): Intent => ({ verb: 'batch-close', batch }))
  if (job.status === 'on_hold') return [{ ...about, verb: 'resume' }]
  if (job.status === 'completed') return [{ ...about, verb: 'ship', carrier: 'Parcel' }]
  const due = pick(job.lenses.filter(({ state }) => state === 'ready' || state === 'started'))
  return due ? work(job, due, chambers, { random, pick }) : []
}

function work(job: Job, lens: Lens, chambers: Chambers, luck: Luck): Intent[] {
  const { step, eye, batch } = lens
  if (step === null) return []
  if (lens.stop !== null) return [{ verb: 'frame-arrived', job: job.id }]
  if (step === 'pick') return eye === 'pair' ? [] : [pickOf(job.id, eye, lens, luck)]
  const at = { job: job.id, station: step, ...(eye !== 'pair' && { eye }) } as const
  if (step === 'surface-inspection' || step === 'final') return inspections(job, lens, step, luck)
  if (batch !== null) return chambers.running.splice(0, 1).map((one): Intent => ({ verb: 'batch-finish', batch: one }))
  if (['hard-coat', 'ar-coat', 'mirror'].includes(step) && luck.random() < 0.6) return fill(job, lens, step, chambers)
  if (step === 'tint') return [{ ...at, verb: 'tint', program: 'G-75', density: 74 }]
  const verb = luck.pick(['finish', 'finish', 'start', 'move'] as const) ?? 'finish'
  return [{ ...at, verb }]
}

function pickOf(job: string, eye: 'right' | 'left', { opc }: Lens, { random }: Luck): Intent {
  const dice = random()
  const about = { verb: 'pick', job, eye } as const
  if (opc === null || dice < 0.04) return { ...about, mode: 'short' }
  if (dice < 0.08) return { ...about, mode: 'defect', opc, reason: 'bubble' }
  if (dice < 0.1) return { ...about, mode: 'exchange', opc, reason: 'the label was torn' }
  if (dice < 0.12) return { ...about, mode: 'use', opc: '9999999999' }
  return { ...about, mode: 'use', opc }
}

/** Out of tolerance as often as not: most of it is passed with a reason. */
function inspections(job: Job, { eye }: Lens, station: string, { random }: Luck): Intent[] {
  const eyes = eye === 'pair' ? job.lenses.flatMap((one) => (one.eye === 'pair' ? [] : [one.eye])) : [eye]
  const seen = eyes.map((side): Intent => ({
    ...{ verb: 'inspect', job: job.id, eye: side, station, measured: { sphere: -2 } },
    ...(random() < 0.9 && { why: 'agreed by phone' }),
  }))
  return [...seen, { verb: 'finish', job: job.id, station, ...(eye !== 'pair' && { eye }) }]
}

function fill(job: Job, { eye }: Lens, station: string, chambers: Chambers): Intent[] {
  const known = chambers.open.get(station)
  const batch = known ?? `${station}-${(chambers.made += 1)}`
  chambers.open.set(station, batch)
  const add: Intent = { verb: 'batch-add', batch, job: job.id, ...(eye !== 'pair' && { eye }) }
  return known === undefined ? [{ verb: 'batch-open', batch, station }, add] : [add]
}
