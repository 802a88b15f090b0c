import { buildMessage, type Entry } from '../records/build-message.ts'
import { valueOf, type Message } from '../records/message.ts'
import { fieldsOf, unquoted } from '../records/read-value.ts'
import { definitionEntries, type WantedLabel } from './initialisation.ts'
import { readStatus } from './status.ts'
import {
  openWire,
  usualTiming,
  type End,
  type Notice,
  type Send,
  type WireAction,
  type WireEvent,
  type WireOptions,
} from './wire.ts'

/** What the device's owner wants of the host; one after the other. */
export type Wish =
  /** `definitions` by tag makes it an auto-format initialisation, none a preset one. `formats` are TRCFMT, ZFMT, DRLFMT offers. */
  | {
      readonly kind: 'initialise'
      readonly identity: readonly Entry[]
      readonly definitions?: Readonly<Record<string, readonly WantedLabel[]>>
      readonly formats?: readonly Entry[]
    }
  /** `request` is a class as EDG, a tag, or the id the host assigned to the tag; `offer` goes with the question. */
  | { readonly kind: 'download'; readonly request: string; readonly job: string; readonly offer?: readonly Entry[] }
  /** `offer` goes with the announcement (TRCFMT), `data` once the host is ready. */
  | {
      readonly kind: 'upload'
      readonly request: string
      readonly job: string
      readonly offer?: readonly Entry[]
      readonly data: readonly Entry[]
    }

export type DeviceEvent = WireEvent | { readonly kind: 'wish'; readonly wish: Wish; readonly at: number }

export type DeviceAction =
  | Send
  | Notice
  | End
  /** The host answered with STATUS 0; `message` is all it said. */
  | { readonly kind: 'done'; readonly wish: Wish; readonly message: Message }
  | {
      readonly kind: 'failed'
      readonly wish: Wish
      readonly reason: 'refused' | 'no_answer' | 'busy' | 'ended'
      /** What the host said, if it refused. */
      readonly status?: number
      readonly message: string
    }

export interface DeviceSide {
  handle(event: DeviceEvent): DeviceAction[]
  wakeAt(): number | undefined
  /** Request ids the host assigned at INI, by tag. */
  assigned(): Readonly<Record<string, string>>
}

interface Conversation {
  readonly wish: Wish
  /** What the answer must be to. */
  readonly request: string
  readonly job?: string
  /** An upload goes in two steps. */
  readonly step: 'asked' | 'sent data'
  readonly due?: number
  /** What the announcement was answered with, and when the data went: see `isDoubtful`. */
  readonly announced?: { readonly body: string; readonly at: number }
}

/** The device's side of one connection: what a simulator or a bench of our own needs to talk to a host. */
export function openDeviceSide(options: WireOptions = {}): DeviceSide {
  const { packetMs = usualTiming.packetMs, confirmMs = usualTiming.confirmMs } = options
  const wire = openWire(options)
  let talk: Conversation | undefined
  let tags: Record<string, string> = {}
  let ended = false

  const begin = (wish: Wish, at: number): DeviceAction[] => {
    if (talk)
      return [{ kind: 'failed', wish, reason: 'busy', message: `The device still waits for ANS=${talk.request}` }]
    if (wish.kind === 'initialise') {
      talk = { wish, request: 'INI', step: 'asked' }
      const lists = Object.entries(wish.definitions ?? {}).flatMap(([tag, labels]) => definitionEntries(tag, labels))
      return send([['REQ', 'INI'], ...wish.identity, ...lists, ...(wish.formats ?? [])], at)
    }
    const request = tags[wish.request] ?? wish.request
    talk = { wish, request, job: wish.job, step: 'asked' }
    return send([['REQ', request], ['JOB', wish.job], ...(wish.offer ?? [])], at)
  }
  const send = (entries: readonly Entry[], at: number): DeviceAction[] =>
    fromWire(wire.send(buildMessage(entries), at), at)
  const fail = (reason: 'refused' | 'no_answer' | 'ended', message: string, status?: number): DeviceAction[] => {
    if (!talk) return []
    const { wish } = talk
    talk = undefined
    return [{ kind: 'failed', wish, reason, message, ...(status === undefined ? {} : { status }) }]
  }
  /**
   * Announcement and data are answered in the same words. Where a receipt too many was taken for that of the data, and the data
   * were lost, the first answer sent again looks like the second. It comes when a receipt was waited for, less what the line varies.
   */
  const isDoubtful = (body: string, at: number): boolean =>
    talk?.announced?.body === body && at - talk.announced.at >= confirmMs / 2
  const sendData = (wish: Wish & { kind: 'upload' }, request: string, at: number): DeviceAction[] =>
    send([['ANS', request], ['JOB', wish.job], ['STATUS', '0'], ...wish.data], at)
  const takeMessage = (message: Message, body: string, at: number): DeviceAction[] => {
    const answered = valueOf(message, 'ANS')?.trim().toUpperCase()
    const job = valueOf(message, 'JOB')
    const status = readStatus(message)
    if (
      !talk ||
      answered !== talk.request.toUpperCase() ||
      (talk.job !== undefined && jobId(job) !== jobId(talk.job))
    ) {
      const expected = talk
        ? `ANS=${talk.request}${talk.job === undefined ? '' : ` of job ${talk.job}`} was expected`
        : 'nothing was asked'
      return [{ kind: 'notice', code: 'out_of_sync', message: `ANS=${answered ?? '?'} came: ${expected}` }]
    }
    if (status === undefined) return fail('refused', 'The answer has no STATUS')
    if (status.code !== 0) return fail('refused', `STATUS=${status.code} ${status.text}`.trim(), status.code)
    const { wish } = talk
    if (wish.kind === 'upload' && talk.step === 'asked') {
      talk = { wish, request: talk.request, job: wish.job, step: 'sent data', announced: { body, at } }
      return sendData(wish, talk.request, at)
    }
    if (wish.kind === 'upload' && isDoubtful(body, at)) {
      // A host that has them says so once more.
      talk = { wish, request: talk.request, job: wish.job, step: 'sent data' }
      return sendData(wish, talk.request, at)
    }
    if (wish.kind === 'initialise') tags = assignedIn(message)
    talk = undefined
    return [{ kind: 'done', wish, message }]
  }
  const fromWire = (actions: readonly WireAction[], at: number): DeviceAction[] =>
    actions.flatMap((action): DeviceAction[] => {
      if (ended) return []
      switch (action.kind) {
        case 'message':
          return takeMessage(action.message, action.body, at)
        case 'confirmed':
          if (talk) talk = { ...talk, due: at + packetMs }
          return []
        case 'end': {
          const failed = fail('ended', action.message)
          ended = true
          return [...failed, action]
        }
        case 'send':
        case 'notice':
          return [action]
      }
    })
  return {
    handle(event) {
      if (ended) {
        return event.kind === 'wish'
          ? [{ kind: 'failed', wish: event.wish, reason: 'ended', message: 'The session is over' }]
          : []
      }
      if (event.kind === 'wish') return begin(event.wish, event.at)
      const actions = fromWire(wire.take(event), event.at)
      if (event.kind !== 'time' || talk?.due === undefined || event.at < talk.due) return actions
      return [...actions, ...fail('no_answer', `No ANS=${talk.request} within ${packetMs} ms`)]
    },
    wakeAt() {
      if (ended) return undefined
      const dues = [wire.wakeAt(), talk?.due].filter((due) => due !== undefined)
      return dues.length === 0 ? undefined : Math.min(...dues)
    },
    assigned: () => tags,
  }
}

/** `DEF=tag;request id` of the host's answer. */
function assignedIn(message: Message): Record<string, string> {
  const pairs = message.records
    .filter(({ label }) => label === 'DEF')
    .map(({ value }) => fieldsOf(value).map((field) => field.trim()))
  return Object.fromEntries(pairs.flatMap(([tag, id]) => (tag && id ? [[tag, id] as const] : [])))
}

const jobId = (value: string | undefined): string => unquoted(fieldsOf(value ?? '')[0] ?? '').trim()
