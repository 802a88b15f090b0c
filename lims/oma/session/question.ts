import type { Message } from '../records/message.ts'
import type { Definition, Initialisation } from './initialisation.ts'
import type { End, Notice, Send, WireEvent } from './wire.ts'

/** What the owner has to answer, each with an `answer` event that names its number. */
export type Question = { readonly number: number; readonly message: Message } & (
  | { readonly about: 'initialise'; readonly initialisation: Initialisation }
  /** What does the device get for this job? `definition` says what it listed; the session sends no more than that. */
  | { readonly about: 'download'; readonly request: string; readonly job: string; readonly definition?: Definition }
  /** A device has data for this job: may it send them? */
  | { readonly about: 'upload'; readonly request: string; readonly job: string }
  /** Here they are, once: keep them, then answer. */
  | { readonly about: 'store'; readonly request: string; readonly job: string }
)

export interface Answer {
  /** 0 if it is not given. */
  readonly status?: number
  readonly text?: string
  /** For a download: everything known of the job, or what the device should get of it. */
  readonly message?: Message
  /** For an initialisation: what the owner would have otherwise. */
  readonly initialisation?: Initialisation
}

export type HostEvent =
  WireEvent | { readonly kind: 'answer'; readonly question: number; readonly answer: Answer; readonly at: number }

export type HostAction =
  | Send
  | Notice
  | End
  | { readonly kind: 'ask'; readonly question: Question }
  /** The device asks no longer; an answer would be ignored. */
  | { readonly kind: 'withdraw'; readonly question: number }
  /** Agreed and confirmed: worth keeping for the next session of this device. */
  | { readonly kind: 'initialised'; readonly initialisation: Initialisation }

/** A question before it has its number; `Omit` of the union as a whole would lose what only some have. */
export type Unnumbered<Each = Question> = Each extends Question ? Omit<Each, 'number'> : never
