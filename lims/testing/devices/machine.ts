import type { Entry } from '@ils/oma/records/build-message'
import type { Message } from '@ils/oma/records/message'
import type { WantedLabel } from '@ils/oma/session/initialisation'
import type { FrameShape } from './frame-shape.ts'
import type { Talk } from './talk.ts'

/** How one simulated machine works; what it does not need it leaves alone. */
export interface Work {
  /** How long a lens takes it, ms. */
  readonly workMs: number
  /** What a tracer finds. */
  readonly frame: FrameShape
  /** How far off an inspection device reads at most, dioptres; and what it adds to each reading. */
  readonly readingError: number
  readonly readingOff: number
  /** Which point of a conveyor asks. */
  readonly point: string
}

export const usualWork: Work = {
  ...{ workMs: 20, readingError: 0.02, readingOff: 0, point: '05' },
  frame: { a: 52, b: 38, dbl: 18 },
}

/** What became of one job at a machine. */
export type JobEnd =
  | { readonly ended: 'done'; readonly said: string; readonly message?: Message }
  | { readonly ended: 'refused' | 'failed'; readonly said: string; readonly status?: number }

export interface Machine {
  readonly dev: string
  readonly identity: readonly Entry[]
  /** Lists of labels by tag: an auto-format initialisation; none is a preset one. */
  readonly definitions?: Readonly<Record<string, readonly WantedLabel[]>>
  readonly formats?: readonly Entry[]
  work(talk: Talk, job: string, work: Work): Promise<JobEnd>
}

export const identityOf = (dev: string, model: string): Entry[] => [
  ['DEV', dev],
  ['VEN', 'ILS'],
  ['MODEL', model],
  ['MNAME', `Simulated ${model}`],
  ['OMAV', '3.12'],
]

/** Labels as a definition lists them: `*` makes one mandatory. */
export const wanted = (text: string): WantedLabel[] =>
  text.split(' ').map((label) => ({ label: label.replace('*', ''), mandatory: label.startsWith('*') }))
