import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import type { Entry } from '@ils/oma/records/build-message'
import type { Message } from '@ils/oma/records/message'
import { openDeviceSide, type DeviceAction, type Wish } from '@ils/oma/session/device-side'
import type { WireOptions } from '@ils/oma/session/wire'

export interface WishEnd {
  readonly done: boolean
  readonly message: Message | undefined
  readonly status: number | undefined
  readonly said: string
}

export interface ExampleMachine {
  readonly socket: Socket
  /** What its session noticed and did. */
  readonly notices: string[]
  wish(wish: Wish): Promise<WishEnd>
  initialise(device: string, more?: Omit<Extract<Wish, { kind: 'initialise' }>, 'kind' | 'identity'>): Promise<WishEnd>
  download(request: string, job: string, offer?: readonly Entry[]): Promise<WishEnd>
  upload(request: string, job: string, data: readonly Entry[], offer?: readonly Entry[]): Promise<WishEnd>
  assigned(tag: string): string
  closed(): Promise<void>
  end(): void
}

export interface MachineOptions extends WireOptions {
  /** May change or lose what is about to be written. */
  readonly tamper?: (bytes: Uint8Array) => Uint8Array | null
  /** May lose what came, before its session sees it. */
  readonly hear?: (bytes: Uint8Array) => Uint8Array | null
  readonly from?: string
}

/** A machine at the other end of a real connection, with the device's side of @ils/oma. */
export async function connectMachine(port: number, options: MachineOptions = {}): Promise<ExampleMachine> {
  const { tamper = (bytes) => bytes, hear = (bytes) => bytes, from = '127.0.0.1' } = options
  const session = openDeviceSide(options)
  const socket = connect({ port, host: '127.0.0.1', localAddress: from, noDelay: true })
  const notices: string[] = []
  const waiting: ((end: WishEnd) => void)[] = []
  let timer: NodeJS.Timeout | undefined
  const now = (): number => performance.now()

  const take = (actions: readonly DeviceAction[]): void => {
    for (const action of actions) {
      if (action.kind === 'send') {
        const bytes = tamper(action.bytes)
        if (bytes) socket.write(bytes)
      } else if (action.kind === 'notice') notices.push(action.code)
      else if (action.kind === 'end') socket.destroy()
      else if (action.kind === 'done') {
        waiting.shift()?.({ done: true, message: action.message, status: 0, said: '' })
      } else {
        waiting.shift()?.({ done: false, message: undefined, status: action.status, said: action.message })
      }
    }
    clearTimeout(timer)
    const due = session.wakeAt()
    if (due === undefined) return
    timer = setTimeout(
      () => {
        take(session.handle({ kind: 'time', at: now() }))
      },
      Math.max(1, due - now()),
    )
  }
  const wish = (wanted: Wish): Promise<WishEnd> =>
    new Promise((resolve) => {
      waiting.push(resolve)
      take(session.handle({ kind: 'wish', wish: wanted, at: now() }))
    })
  socket.on('error', () => undefined)
  socket.on('data', (bytes: Buffer) => {
    const heard = hear(bytes)
    if (heard) take(session.handle({ kind: 'bytes', bytes: heard, at: now() }))
  })
  const closed = once(socket, 'close').then(() => {
    clearTimeout(timer)
    take(session.handle({ kind: 'closed', at: now() }))
  })
  await Promise.race([once(socket, 'connect'), closed])
  return {
    ...{ socket, notices, wish },
    initialise: (device, more = {}) => wish({ kind: 'initialise', identity: [['DEV', device]], ...more }),
    download: (request, job, offer = []) => wish({ kind: 'download', request, job, offer }),
    upload: (request, job, data, offer = []) => wish({ kind: 'upload', request, job, data, offer }),
    assigned: (tag) => session.assigned()[tag] ?? '',
    closed: () => closed,
    end: () => {
      socket.destroy()
    },
  }
}
