import { createHash } from 'node:crypto'
import { Agent, request } from 'node:http'
import type { LiveCatalogue, LiveMessage } from '@ils/contract/live'
import { applyTextPatch } from '@ils/contract/text-patch'
import { openExampleReader } from '@ils/platform/live/example'

/** Run as a process of its own. Many portals: each holds what its screens judge by, and verifies what another release makes of it. */
interface Told {
  readonly url: string
  readonly key: string
  readonly count: number
  readonly target?: number
  /** Only puts together and hashes, as many times as there are portals. */
  readonly alone?: true
  readonly stop?: true
}
const AT_ONCE = 50
const BEGIN = Buffer.from('"rulebook":')
const now = (): number => performance.timeOrigin + performance.now()
const tell = (message: object): void => void process.send?.(message)

let target = 0
let sample: Uint8Array = new Uint8Array()

function ask({ url, key }: Told, agent: Agent, method: string, path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const asking = request(new URL(path, url), { agent, method, headers: { authorization: `Bearer ${key}` } })
    asking.on('response', (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => {
        resolve(Buffer.concat(parts))
      })
    })
    asking.on('error', reject)
    asking.end()
  })
}

const hashOf = (text: Uint8Array): string => createHash('sha256').update(text).digest('hex')

async function openPortal(told: Told): Promise<void> {
  // A connection of its own, as portals on their own machines have.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  /** The rulebook stands last in the answer, in the very bytes that its hash is of. */
  const fetchRules = async (): Promise<Uint8Array> => {
    const answer = await ask(told, agent, 'GET', '/api/rules')
    return answer.subarray(answer.indexOf(BEGIN) + BEGIN.length, -1)
  }
  const { ticket } = JSON.parse((await ask(told, agent, 'POST', '/api/live/tickets')).toString()) as { ticket: string }
  let held = await fetchRules()
  let hash = hashOf(held)
  sample = held
  const reader = await openExampleReader(told.url, { ticket, rooms: ['catalogue'] })

  async function take(message: LiveMessage | undefined): Promise<void> {
    if (message?.kind !== 'snapshot') return
    const { release, ordering, patch } = message.data as LiveCatalogue // Of that room.
    if (ordering === hash) return
    const came = now()
    const isPatched = patch?.from === hash
    held = isPatched ? applyTextPatch(held, patch) : await fetchRules()
    hash = hashOf(held)
    if (release === target) tell({ verified: hash === ordering, patched: isPatched, came, at: now() })
  }
  reader.ws.on('message', () => void take(reader.messages.at(-1)))
  await reader.next('snapshot')
}

process.on('message', (told: Told) => {
  if (told.stop) process.exit(0)
  if (told.alone) {
    const began = now()
    for (let i = 0; i < told.count; i++) hashOf(applyTextPatch(sample, { pieces: [[0, sample.length]] }))
    tell({ alone: now() - began })
    return
  }
  if (told.target !== undefined) {
    target = told.target
    tell({ ready: true })
    return
  }
  let opened = 0
  const opener = async (): Promise<void> => {
    while (opened < told.count) {
      opened++
      await openPortal(told)
    }
  }
  Promise.all(Array.from({ length: AT_ONCE }, opener)).then(
    () => {
      tell({ open: told.count })
    },
    (error: unknown) => {
      tell({ failed: String(error) })
    },
  )
})
