import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Entry } from '@ils/oma/records/build-message'
import { valueOf, type Message } from '@ils/oma/records/message'
import { readMessage } from '@ils/oma/records/read-message'
import { numbersOf } from '@ils/oma/records/read-value'
import { writeMessage } from '@ils/oma/records/write-message'
import { buildFile } from '@ils/oma/session/file-message'
import { pause } from './open-device.ts'

/** What the engine says of a job beside its figures. */
export interface EngineManners {
  /** It asked and was heard, and nothing comes back. */
  readonly silent?: boolean
  readonly warning?: string
  readonly error?: string
  /** Names a surface file that it does not write. */
  readonly withoutFile?: boolean
  /** What is added to the ordered sphere: the compensation of the position of wear. */
  readonly compensation?: number
  /** Records that take the place of its own, or come on top. */
  readonly labels?: Readonly<Record<string, string>>
}

export interface EngineOptions {
  /** Where requests come. */
  readonly inbox: string
  /** Where answers and surface files go. */
  readonly outbox: string
  readonly manners?: (request: Message, job: string) => EngineManners
  readonly everyMs?: number
  readonly signal: AbortSignal
  readonly onAnswered?: (job: string, file: string) => void
}

const COMPENSATION = 0.03
/** A lens gets thinner at its edge than its centre, or not; any figure that keeps the usual least edge will do. */
const THINNEST = 2.5

/** A design engine that answers by files until its signal fires, at least once; what it has read lies in `read` afterwards. */
export async function runDesignEngine(options: EngineOptions): Promise<void> {
  const { inbox, outbox, manners = (): EngineManners => ({}), everyMs = 100, signal, onAnswered } = options
  const read = join(inbox, 'read')
  await mkdir(read, { recursive: true })
  do {
    for (const name of (await readdir(inbox)).filter((one) => /^[^.].*\.lds$/i.test(one)).sort()) {
      const request = readMessage(await readFile(join(inbox, name)))
      const job = valueOf(request, 'JOB')?.trim() ?? ''
      const how = manners(request, job)
      if (how.silent !== true) {
        const answer = name.replace(/\.lds$/i, '.lms')
        await write(outbox, answer, request, job, how)
        onAnswered?.(job, answer)
      }
      await rename(join(inbox, name), join(read, name))
    }
    if (!signal.aborted) await pause(everyMs)
  } while (!signal.aborted)
}

async function write(outbox: string, name: string, request: Message, job: string, how: EngineManners): Promise<void> {
  const eyes = eyesOf(request)
  const surfaces = eyes.map((eye) => `${name.replace(/\.lms$/, '')}_${eye}.sdf`)
  if (how.withoutFile !== true && how.error === undefined) {
    for (const surface of surfaces) await writeFile(join(outbox, surface), `SURFACE ${job}\n`)
  }
  const paths = eyes.map((eye, at): Entry => ['LDPATH', `${eye};D:\\surfaces\\${surfaces[at] ?? ''}`])
  const entries: Entry[] = [
    ['JOB', job],
    ['STATUS', '0'],
    ...eyes.flatMap((eye) => statusesOf(eye, how)),
    ...(how.error === undefined ? [...paths, ...figuresOf(request, how)] : []),
  ]
  const own = Object.entries(how.labels ?? {})
  const kept = entries.filter(([label]) => !own.some(([mine]) => mine === label))
  const message = buildFile('LMS', [...kept, ...own])
  await writeFile(join(outbox, `.${name}`), writeMessage(message))
  await rename(join(outbox, `.${name}`), join(outbox, name))
}

const statusesOf = (eye: 'R' | 'L', { warning, error }: EngineManners): Entry[] => [
  ...(warning === undefined ? [] : [['XSTATUS', [eye, '1110', warning, 'W']] as const]),
  ...(error === undefined ? [] : [['XSTATUS', [eye, '2001', error, 'E']] as const]),
]

function figuresOf(request: Message, { compensation = COMPENSATION }: EngineManners): Entry[] {
  const of = (label: string) => numbersOf(valueOf(request, label) ?? '')
  const made = (label: string, from: string, change: (value: number) => number = (value) => value): Entry[] => {
    const { right, left } = of(from)
    if (right === undefined && left === undefined) return []
    const one = (value: number | undefined) => (value === undefined ? undefined : change(value))
    return [[label, { right: one(right), left: one(left) }]]
  }
  const worn = (value: number): number => value + compensation
  return [
    ...made('INSSPH', 'SPH', worn),
    ...made('INSCYL', 'CYL'),
    ...made('INSAX', 'AX'),
    ...made('INSADD', 'ADD'),
    ...made('LDDRSPH', 'SPH', worn),
    ...made('LDDRCYL', 'CYL'),
    ...made('LDDRAX', 'AX'),
    ...made('CTHICK', 'CTHICK'),
    ...made('THNP', 'SPH', () => THINNEST),
  ]
}

const eyesOf = (request: Message): ('R' | 'L')[] => {
  const eyes = valueOf(request, 'DO')?.trim()
  return eyes === 'R' || eyes === 'L' ? [eyes] : ['R', 'L']
}
