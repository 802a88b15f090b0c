import type { LiveMessage, LivePosition } from '@ils/contract/live'
import { liveCloses, type LiveClose } from '@ils/contract/live-closes'
import type { LiveOptions, LiveSocket, LiveState } from './live-options.ts'

export interface Heard {
  readonly then: LiveClose['then']
  readonly because: string
  /** It was open at all. */
  readonly opened: boolean
  readonly waitMs?: number
}

export interface Hearing {
  readonly socket: LiveSocket
  readonly ticket: string
  readonly from: LivePosition
  readonly options: LiveOptions
  readonly stop: AbortSignal
  readonly tell: (state: LiveState) => void
  /** Everything up to there was handled. */
  readonly moved: (position: LivePosition) => void
}

const WELCOME_MS = 15_000
const LOOKS_PER_QUIET = 4

/** One socket's life: says `hello`, hands on what comes, one after the other, and answers why it ended. */
export async function hear(hearing: Hearing): Promise<Heard> {
  const { socket, options, stop } = hearing
  let opened = false
  let heardAt = performance.now()
  let quietMs = WELCOME_MS
  let work: Promise<void> = Promise.resolve()
  let over = false
  let failed = false
  // A subscription outlives very many sockets.
  let forget = (): void => undefined
  let watch: ReturnType<typeof setTimeout> | undefined

  const ended = await new Promise<Heard>((resolve) => {
    const end = (heard: Omit<Heard, 'opened'>): void => {
      if (over) return
      over = true
      resolve({ ...heard, opened })
    }
    const look = (): void => {
      if (performance.now() - heardAt > quietMs) end({ then: 'resume', because: 'nothing came for too long' })
      else watch = setTimeout(look, quietMs / LOOKS_PER_QUIET)
    }
    /** In order, and no further once one has failed: it comes again, and what is after it. */
    const inTurn = (step: () => Promise<void>): void => {
      work = work
        .then(() => (failed || stop.aborted ? undefined : step()))
        .catch((error: unknown) => {
          failed = true
          opened = false
          options.onError?.(error)
          end({ then: 'resume', because: 'it could not be handled' })
        })
    }
    const take = messages(hearing, inTurn, (welcome) => {
      opened = true
      quietMs = welcome.quietSeconds * 1000
      hearing.tell({ state: 'open', recovered: welcome.recovered, why: welcome.why })
    })
    socket.addEventListener('open', () => {
      const { ticket, from } = hearing
      socket.send(JSON.stringify({ kind: 'hello', protocol: 1, ticket, rooms: options.rooms, from }))
    })
    socket.addEventListener('message', ({ data }) => {
      if (over) return
      heardAt = performance.now()
      try {
        take(String(data))
      } catch (error) {
        options.onError?.(error)
        end({ then: 'resume', because: 'what came is no message' })
      }
    })
    // What kept it from opening is told to pages in no other way than by closing.
    socket.addEventListener('error', () => undefined)
    socket.addEventListener('close', ({ code, reason }) => end(reasonOf(code, reason)))
    const stopped = (): void => {
      end({ then: 'never', because: 'it was closed' })
    }
    stop.addEventListener('abort', stopped, { once: true })
    forget = () => {
      stop.removeEventListener('abort', stopped)
    }
    if (stop.aborted) stopped()
    look()
  })
  clearTimeout(watch)
  forget()
  socket.close(1000)
  await work
  return ended
}

/** What is done with each message. */
function messages(
  { options, from, moved }: Hearing,
  inTurn: (step: () => Promise<void>) => void,
  opened: (welcome: Extract<LiveMessage, { kind: 'welcome' }>) => void,
): (text: string) => void {
  let { epoch, seq } = from
  const newest = new Map<string, number>()
  /** Once that is done, everything up to there is. */
  const upTo = (to: number, step: (position: LivePosition) => unknown): void => {
    seq = to
    const position = { epoch, seq }
    inTurn(async () => {
      await step(position)
      moved(position)
    })
  }
  return (text) => {
    // The contract's, or of a later one: kinds that are not known are passed over.
    const message = JSON.parse(text) as LiveMessage
    if (message.kind === 'welcome') {
      opened(message)
      const { why, recovered } = message
      epoch = message.epoch
      if (recovered !== true) upTo(message.seq, () => (why === null ? undefined : options.onLoad?.(why)))
    } else if (message.kind === 'event') {
      if (message.seq > seq) upTo(message.seq, (position) => options.onEvent?.(message.event, position))
    } else if (message.kind === 'mark') {
      if (message.seq > seq) upTo(message.seq, () => undefined)
    } else if (message.kind === 'snapshot') {
      const { room, version, at, data } = message
      if (version < (newest.get(room) ?? 0)) return
      newest.set(room, version)
      inTurn(async () => {
        await options.onSnapshot?.({ room, version, at, data })
      })
    } else if (message.kind === 'refused') options.onError?.(new Error(message.detail))
  }
}

const closes = Object.values(liveCloses)

function reasonOf(code: number, reason: string): Omit<Heard, 'opened'> {
  const known = closes.find((close) => close.code === code)
  const because = known?.means ?? (reason === '' ? `the line closed (${code})` : reason)
  const waitMs = waitOf(reason)
  return { then: known?.then ?? 'resume', because, ...(waitMs === undefined ? {} : { waitMs }) }
}

function waitOf(reason: string): number | undefined {
  try {
    const said: unknown = JSON.parse(reason)
    if (typeof said !== 'object' || said === null || !('retryMs' in said)) return undefined
    return typeof said.retryMs === 'number' ? said.retryMs : undefined
  } catch {
    return undefined
  }
}
