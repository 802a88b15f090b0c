import { buildMessage, type Entry } from '../records/build-message.ts'
import { valueOf, type Message } from '../records/message.ts'
import { fieldsOf, unquoted } from '../records/read-value.ts'
import { OmaRefusal } from '../refusal.ts'
import { initialisationEntries, readInitialisation, type Initialisation } from './initialisation.ts'
import type { Answer, HostAction, HostEvent, Question, Unnumbered } from './question.ts'
import { selectRecords, withoutConversation } from './select-records.ts'
import { statusCode, statusValue, type Status } from './status.ts'
import { openWire, usualTiming, type Notice, type WireAction, type WireOptions } from './wire.ts'

export interface HostOptions extends WireOptions {
  /** What this device agreed on before, if anything. */
  readonly known?: Initialisation
  /** Request ids with which a device announces data. */
  readonly uploads?: readonly string[]
  /** Formats of shapes the host can write, by label. */
  readonly formats?: Readonly<Record<string, readonly number[]>>
  /** How long the owner may think about a question, ms; then the device hears "busy". Must be below the device's patience. */
  readonly answerMs?: number
}

export interface HostSide {
  handle(event: HostEvent): HostAction[]
  /** When the session wants a `time` event, if nothing comes before. */
  wakeAt(): number | undefined
}

const usualUploads: readonly string[] = ['TRC', 'UPL', 'INS', 'MNT', 'INF', 'ERR']

/** A few seconds less than a device waits for an answer. */
const ANSWER_MS = 10_000

interface Asking {
  readonly question: Question
  readonly due: number
}

/** The host's side of one connection. It decides nothing about jobs: it asks its owner, and keeps the manners of the wire. */
export function openHostSide(options: HostOptions = {}): HostSide {
  const { uploads = usualUploads, answerMs = ANSWER_MS, packetMs = usualTiming.packetMs } = options
  const wire = openWire(options)
  let known = options.known
  let asking: Asking | undefined
  /** A device was told to send its data. */
  let expecting: { readonly request: string; readonly job: string; readonly due: number } | undefined
  /** The last data that were kept: they may come again long after they were answered, and must not be kept twice. */
  let kept: { readonly body: string; readonly answer: Message } | undefined
  let storing: string | undefined
  let agreed: Initialisation | undefined
  let numbers = 0
  let ended = false

  const reply = (entries: readonly Entry[], at: number): HostAction[] =>
    fromWire(wire.send(buildMessage(entries), at), at)
  const refuse = (request: string, job: string | undefined, status: Status, at: number): HostAction[] => [
    {
      kind: 'notice',
      code: 'request_refused',
      message: `REQ=${request} was answered with STATUS=${statusValue(status)}`,
    },
    ...reply([...head(request, job), ['STATUS', statusValue(status)]], at),
  ]
  /** What the owner gave may be too large, or hold what no packet can: the device hears of it as of any fault of the host. */
  const deliver = (message: Message, request: string, job: string | undefined, at: number): HostAction[] => {
    try {
      return fromWire(wire.send(message, at), at)
    } catch (fault) {
      if (!(fault instanceof OmaRefusal)) throw fault
      return refuse(request, job, { code: statusCode('host error'), text: fault.message }, at)
    }
  }
  const ask = (question: Unnumbered, at: number): HostAction[] => {
    const asked: Question = { ...question, number: ++numbers }
    asking = { question: asked, due: at + answerMs }
    return [{ kind: 'ask', question: asked }]
  }
  const withdraw = (why: string): HostAction[] => {
    const actions: HostAction[] = []
    if (asking) {
      actions.push({ kind: 'withdraw', question: asking.question.number })
      actions.push({
        kind: 'notice',
        code: 'question_withdrawn',
        message: `Question ${asking.question.number} is void: ${why}`,
      })
    }
    if (expecting) {
      const message = `The data of job ${expecting.job} announced by REQ=${expecting.request} did not come: ${why}`
      actions.push({ kind: 'notice', code: 'upload_abandoned', message })
    }
    asking = expecting = storing = undefined
    return actions
  }
  /** A tag keeps the id it has: a device that starts anew may still ask with the old one. */
  const nextId = (tag: string, place: number): string => {
    const definitions = known?.definitions ?? []
    const largest = Math.max(1000, ...definitions.map(({ requestId }) => Number(requestId) || 0))
    return definitions.find((one) => one.tag === tag)?.requestId ?? String(largest + 1 + place)
  }
  const takeRequest = (message: Message, request: string, at: number): HostAction[] => {
    const id = request.toUpperCase()
    const gone = withdraw(`REQ=${request} came instead`)
    if (id === 'INI') {
      const read = readInitialisation(message, nextId, options.formats)
      if (typeof read === 'string') {
        return [...gone, ...refuse(request, undefined, { code: statusCode('invalid initialisation'), text: read }, at)]
      }
      return [...gone, ...ask({ about: 'initialise', message, initialisation: read }, at)]
    }
    const job = valueOf(message, 'JOB')
    if (job === undefined) {
      const status = { code: statusCode('missing record'), text: 'JOB missing' }
      return [...gone, ...refuse(request, job, status, at)]
    }
    if (jobId(job) === '' || !isPlain(job)) {
      const status = { code: statusCode('invalid job id'), text: 'JOB is empty or holds control characters' }
      return [...gone, ...refuse(request, undefined, status, at)]
    }
    if (uploads.includes(id)) return [...gone, ...ask({ about: 'upload', message, request, job: jobId(job) }, at)]
    const definition = known?.definitions.find(
      ({ requestId, tag }) => requestId === request || tag.toUpperCase() === id,
    )
    if (/^\d+$/.test(request) && !definition) {
      const text = `request id ${request} was not assigned`
      return [...gone, ...refuse(request, job, { code: statusCode('need initialisation'), text }, at)]
    }
    const question = {
      about: 'download',
      message,
      request,
      job: jobId(job),
      ...(definition ? { definition } : {}),
    } as const
    return [...gone, ...ask(question, at)]
  }
  const takeData = (message: Message, body: string, request: string, at: number): HostAction[] => {
    const job = valueOf(message, 'JOB')
    if (
      expecting?.request.toUpperCase() === request.toUpperCase() &&
      job !== undefined &&
      jobId(job) === expecting.job
    ) {
      expecting = undefined
      storing = body
      return ask({ about: 'store', message, request, job: jobId(job) }, at)
    }
    if (kept?.body === body) {
      const again: Notice = {
        kind: 'notice',
        code: 'came_again',
        message: `The data of job ${job ?? '?'} came again; they are kept already`,
      }
      return [again, ...fromWire(wire.send(kept.answer, at), at)]
    }
    const text = expecting
      ? `data of REQ=${expecting.request} for job ${expecting.job} were expected`
      : 'no data were expected'
    return refuse(
      request,
      job !== undefined && isPlain(job) ? job : undefined,
      { code: statusCode('out of sync'), text },
      at,
    )
  }
  const takeMessage = (message: Message, body: string, at: number): HostAction[] => {
    const [request, answer] = [valueOf(message, 'REQ'), valueOf(message, 'ANS')].map((value) => value?.trim() ?? '')
    // An answer repeats these, so what could not be sent back is no request.
    if (!isPlain(`${request}${answer}`) || `${request}${answer}` === '') {
      return refuse('?', undefined, { code: statusCode('invalid request'), text: 'REQ missing' }, at)
    }
    return request ? takeRequest(message, request, at) : takeData(message, body, answer ?? '', at)
  }
  const takeAnswer = (number: number, answer: Answer, at: number): HostAction[] => {
    if (asking?.question.number !== number) {
      return [{ kind: 'notice', code: 'late_answer', message: `Question ${number} is not open any more` }]
    }
    const { question } = asking
    asking = undefined
    const status = { code: answer.status ?? 0, text: answer.text ?? '' }
    const job = valueOf(question.message, 'JOB')
    const request = question.about === 'initialise' ? 'INI' : question.request
    const first = head(request, question.about === 'initialise' ? undefined : job)
    const plain: Entry[] = [...first, ['STATUS', statusValue(status)]]
    switch (question.about) {
      case 'initialise': {
        if (status.code !== 0) return reply(plain, at)
        agreed = answer.initialisation ?? question.initialisation
        known = agreed
        return reply([...plain, ...initialisationEntries(agreed)], at)
      }
      case 'upload':
        if (status.code === 0) expecting = { request, job: question.job, due: at + packetMs }
        return reply(plain, at)
      case 'store': {
        const sent = buildMessage(plain)
        if (storing !== undefined) kept = { body: storing, answer: sent }
        storing = undefined
        return fromWire(wire.send(sent, at), at)
      }
      case 'download': {
        if (status.code !== 0 || !answer.message) return reply(plain, at)
        const { definition } = question
        const chosen = definition
          ? selectRecords(answer.message, definition.labels)
          : { message: withoutConversation(answer.message), missing: [] }
        if (chosen.missing.length > 0) {
          const text = `${chosen.missing.join(' ')} missing`
          return refuse(request, job, { code: statusCode('missing record'), text }, at)
        }
        const begin = buildMessage(plain).records
        return deliver({ records: [...begin, ...chosen.message.records.map(closed)] }, request, job, at)
      }
    }
  }
  const takeTime = (at: number): HostAction[] => {
    if (asking && at >= asking.due) {
      const { question } = asking
      const job = valueOf(question.message, 'JOB')
      const request = question.about === 'initialise' ? 'INI' : question.request
      const gone = withdraw(`no answer within ${answerMs} ms`)
      return [...gone, ...refuse(request, job, { code: statusCode('busy'), text: 'try again' }, at)]
    }
    if (expecting && at >= expecting.due) return withdraw(`nothing came within ${packetMs} ms`)
    return []
  }
  const fromWire = (actions: readonly WireAction[], at: number): HostAction[] =>
    actions.flatMap((action): HostAction[] => {
      if (ended) return []
      switch (action.kind) {
        case 'message':
          return takeMessage(action.message, action.body, at)
        case 'confirmed': {
          const initialisation = agreed
          agreed = undefined
          // What was told to a device is patient again from the moment it has it.
          if (expecting) expecting = { ...expecting, due: at + packetMs }
          return initialisation ? [{ kind: 'initialised', initialisation }] : []
        }
        case 'end': {
          const gone = withdraw(action.message)
          ended = true
          return [...gone, action]
        }
        case 'send':
        case 'notice':
          return [action]
      }
    })
  return {
    handle(event) {
      if (ended) return []
      if (event.kind === 'answer') return takeAnswer(event.question, event.answer, event.at)
      const actions = fromWire(wire.take(event), event.at)
      return event.kind === 'time' && !ended ? [...actions, ...takeTime(event.at)] : actions
    },
    wakeAt() {
      if (ended) return undefined
      const dues = [wire.wakeAt(), asking?.due, expecting?.due].filter((due) => due !== undefined)
      return dues.length === 0 ? undefined : Math.min(...dues)
    },
  }
}

const head = (request: string, job: string | undefined): Entry[] => [
  ['ANS', request],
  // The device gets its own writing back, quotes included.
  ...(job === undefined ? [] : [['JOB', job] as const]),
]

/** Nothing below a space: a value that is sent back must not hold what frames packets. */
const isPlain = (value: string): boolean => /^[ -~\x80-\xff]*$/.test(value)

/** What a device calls a job, without the quotes that some put around it. */
const jobId = (value: string): string => unquoted(fieldsOf(value)[0] ?? '').trim()

/** A record that ended its own message without a line break needs one where others follow. */
const closed = <One extends { raw: string }>(record: One): One =>
  /[\r\n]$/.test(record.raw) ? record : { ...record, raw: `${record.raw}\r\n` }
