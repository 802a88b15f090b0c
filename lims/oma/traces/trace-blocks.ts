import type { Message, OmaRecord } from '../records/message.ts'
import { eyeOf } from '../records/read-by-eye.ts'
import { fieldsOf } from '../records/read-value.ts'
import type { Eye } from '../refusal.ts'

/** A format record (TRCFMT, ZFMT, STHKFMT) and the data records that follow it. */
export interface TraceBlock {
  readonly label: string
  readonly format: string
  readonly count: string
  readonly mode: string
  readonly eye?: Eye | 'B'
  readonly what?: string
  /** Places in the message of the format record and of everything that belongs to it. */
  readonly places: readonly number[]
  /** By the label of the data, their records in a row, with the lines that continue them. */
  readonly data: Readonly<Record<string, readonly OmaRecord[]>>
}

/** Which format a data record belongs to: the last one of its family before it. */
const FAMILIES: Readonly<Record<string, string>> = { R: 'TRCFMT', A: 'TRCFMT', Z: 'ZFMT', ZA: 'ZFMT', T: 'STHKFMT' }
const FORMATS = new Set(Object.values(FAMILIES))

interface OpenBlock {
  readonly block: Omit<TraceBlock, 'places' | 'data'>
  readonly places: number[]
  readonly data: Record<string, OmaRecord[]>
}

/** All shapes of a message in their order, and the data that no format record stands before. */
export function traceBlocks(message: Message): { blocks: TraceBlock[]; stray: string[] } {
  const opened: OpenBlock[] = []
  const stray = new Set<string>()
  const current = new Map<string, OpenBlock>()
  let last: { block: OpenBlock; label: string } | undefined
  message.records.forEach((record, place) => {
    if (record.kind === 'continuation') {
      if (last) add(last.block, last.label, record, place)
      return
    }
    last = undefined
    if (FORMATS.has(record.label)) {
      const block: OpenBlock = { block: formatOf(record), places: [place], data: {} }
      current.set(record.label, block)
      opened.push(block)
      return
    }
    const family = Object.hasOwn(FAMILIES, record.label) ? FAMILIES[record.label] : undefined
    if (family === undefined) return
    const block = current.get(family)
    if (!block) return void stray.add(record.label)
    add(block, record.label, record, place)
    last = { block, label: record.label }
  })
  return { blocks: opened.map(({ block, places, data }) => ({ ...block, places, data })), stray: [...stray] }
}

function add(to: OpenBlock, label: string, record: OmaRecord, place: number): void {
  ;(to.data[label] ??= []).push(record)
  to.places.push(place)
}

function formatOf(record: OmaRecord): OpenBlock['block'] {
  const [format = '', count = '', mode = '', eye, what] = fieldsOf(record.value).map((field) => field.trim())
  const side = eyeOf(eye)
  return {
    ...{ label: record.label, format, count, mode: mode.toUpperCase() },
    ...(side === undefined ? {} : { eye: side }),
    // A letter; what is written back must be one too.
    ...(/^[a-z]$/i.test(what ?? '') ? { what: what?.toUpperCase() ?? '' } : {}),
  }
}
