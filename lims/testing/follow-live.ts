import type { LiveMessage, LivePosition } from '@ils/contract/live'
import { openExampleReader, type ExampleReader } from '@ils/platform/live/example'

type LiveEvent = Extract<LiveMessage, { kind: 'event' }>

/** A reader that comes back by itself, and says what it met that must never be. */
export interface LiveFollowing {
  readonly heard: readonly LiveEvent[]
  /** What broke the promise of the protocol, in words. */
  readonly wrong: readonly string[]
  readonly closes: ReadonlyMap<string, number>
  /** As a network that is gone. */
  drop(): void
  /** Reads nothing for a while. */
  pause(ms: number): void
  close(): void
}

export interface FollowLiveOptions {
  readonly urls: () => readonly string[]
  readonly rooms: readonly string[]
  readonly from: LivePosition
  readonly luck: () => number
  readonly ticketAt: (url: string) => Promise<{ readonly ticket: string }>
}

const BREATH_MS = 20

/** Written apart from the client that integrators are given: each is the proof of the other. */
export function followLive({ urls, rooms, from, luck, ticketAt }: FollowLiveOptions): LiveFollowing {
  const heard: LiveEvent[] = []
  const wrong: string[] = []
  const closes = new Map<string, number>()
  let { seq: position } = from
  let reader: ExampleReader | undefined
  let over = false

  function take(message: LiveMessage): void {
    if (message.kind === 'welcome') {
      if (message.recovered !== true) wrong.push(`not recovered: ${message.why ?? ''}`)
      if (message.seq !== position) wrong.push(`welcomed at ${message.seq}, and stood at ${position}`)
    } else if (message.kind === 'event') {
      if (message.seq <= position) wrong.push(`${message.seq} came after ${position}`)
      position = message.seq
      heard.push(message)
    } else if (message.kind === 'mark') {
      if (message.seq < position) wrong.push(`a mark of ${message.seq} after ${position}`)
      position = message.seq
    } else wrong.push(`a message ${message.kind}`)
  }

  async function connect(): Promise<void> {
    const all = urls()
    const url = all[Math.floor(luck() * all.length)]
    if (url === undefined) return
    const { ticket } = await ticketAt(url)
    const opened = await openExampleReader(url, { ticket, rooms, from: { epoch: from.epoch, seq: position } })
    reader = opened
    let taken = 0
    const takeAll = (): void => {
      // What a socket brings after it was dropped was never read.
      for (const message of opened.messages.slice(taken)) {
        if (reader !== opened) return
        taken++
        take(message)
      }
    }
    opened.ws.on('message', takeAll)
    takeAll()
    const { code, reason } = await opened.closed
    takeAll()
    if (code >= 4000) {
      const { name } = JSON.parse(reason) as { name: string } // As the contract says of close frames.
      closes.set(name, (closes.get(name) ?? 0) + 1)
    }
  }

  async function follow(): Promise<void> {
    while (!over) {
      // Servers come and go here; what counts is what is heard in the end.
      await connect().catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, luck() * BREATH_MS))
    }
  }
  void follow()
  return {
    heard,
    wrong,
    closes,
    drop() {
      const dropped = reader
      reader = undefined
      dropped?.ws.terminate()
    },
    pause(ms) {
      const { ws } = reader ?? {}
      ws?.pause()
      setTimeout(() => ws?.resume(), ms)
    },
    close() {
      over = true
      reader?.ws.terminate()
    },
  }
}
