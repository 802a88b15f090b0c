import type { Entry } from '../records/build-message.ts'
import type { Message } from '../records/message.ts'
import { valueOf } from '../records/message.ts'
import { fieldsOf, numberOf } from '../records/read-value.ts'

export interface WantedLabel {
  readonly label: string
  /** Marked with `*`: without it the device cannot do the job. */
  readonly mandatory: boolean
}

/** What a device will be told when it asks with this request id. */
export interface Definition {
  readonly tag: string
  /** What the host assigned; the device asks with it. */
  readonly requestId: string
  readonly labels: readonly WantedLabel[]
}

/** What was agreed at INI. Whoever keeps it can give it to the next session of the same device. */
export interface Initialisation {
  /** Class of the machine, DEV. */
  readonly device: string
  /** VEN, MODEL, MNAME, MID, SN, OPERID, OMAV, as far as they came. */
  readonly identity: Readonly<Record<string, string>>
  /** `auto`: the device listed its labels; `preset`: the host knows what its class gets. */
  readonly format: 'auto' | 'preset'
  readonly definitions: readonly Definition[]
  /** Chosen TRCFMT, ZFMT and DRLFMT; none where the device offered none that suits. */
  readonly formats: Readonly<Record<string, string>>
}

const IDENTITY = ['VEN', 'MODEL', 'MNAME', 'MID', 'SN', 'OPERID', 'OMAV'] as const
const MOST_LABELS = 2000

/** Formats of shapes that the host can write, by label. */
const hostFormats: Readonly<Record<string, readonly number[]>> = { TRCFMT: [1], ZFMT: [1] }

/** What an INI request asks for, with the ids and formats a host proposes; a text where it is not sound. */
export function readInitialisation(
  message: Message,
  nextId: (tag: string, place: number) => string,
  supported: Readonly<Record<string, readonly number[]>> = hostFormats,
): Initialisation | string {
  const definitions = readDefinitions(message, nextId)
  if (typeof definitions === 'string') return definitions
  const identity = IDENTITY.flatMap((label) => {
    const value = valueOf(message, label)
    return value === undefined ? [] : [[label, value] as const]
  })
  return {
    device: (valueOf(message, 'DEV') ?? '').trim(),
    identity: Object.fromEntries(identity),
    format: definitions.length > 0 ? 'auto' : 'preset',
    definitions,
    formats: chooseFormats(message, supported),
  }
}

function readDefinitions(message: Message, nextId: (tag: string, place: number) => string): Definition[] | string {
  const definitions: Definition[] = []
  let open: { tag: string; labels: WantedLabel[] } | undefined
  let count = 0
  for (const { label, value } of message.records) {
    if (label === 'DEF') {
      if (open) return `DEF=${open.tag} is not ended before DEF=${value}`
      if (!/^[ -~]*$/.test(value)) return 'a DEF has a tag with characters beyond ASCII'
      open = { tag: fieldsOf(value)[0]?.trim() ?? '', labels: [] }
    } else if (label === 'D') {
      if (!open) return 'a D record stands outside of DEF and ENDDEF'
      for (const field of fieldsOf(value)) {
        const wanted = wantedLabel(field)
        if (wanted) open.labels.push(wanted)
        if (++count > MOST_LABELS) return `more than ${MOST_LABELS} labels are listed`
      }
    } else if (label === 'ENDDEF') {
      if (open?.tag !== value.trim()) return `ENDDEF=${value} ends no DEF of that tag`
      definitions.push({ ...open, requestId: nextId(open.tag, definitions.length) })
      open = undefined
    }
  }
  return open ? `DEF=${open.tag} has no ENDDEF` : definitions
}

function wantedLabel(field: string): WantedLabel | undefined {
  const text = field.trim()
  const mandatory = text.startsWith('*')
  const label = (mandatory ? text.slice(1) : text).trim().toUpperCase()
  return label === '' ? undefined : { label, mandatory }
}

/** The first offer of each label that the host can write; a format it cannot write is answered with 0: none. */
function chooseFormats(
  message: Message,
  supported: Readonly<Record<string, readonly number[]>>,
): Record<string, string> {
  const chosen: Record<string, string> = {}
  for (const label of ['TRCFMT', 'ZFMT', 'DRLFMT']) {
    const offers = message.records.flatMap((record) => (record.label === label ? [record.value.trim()] : []))
    if (offers.length === 0) continue
    const known = supported[label]
    // Of drill styles the host has no numbers to compare: it takes the first the device names.
    const suits = (offer: string): boolean => known?.includes(numberOf(fieldsOf(offer)[0]) ?? -1) ?? true
    chosen[label] = offers.find((offer) => suits(offer) && /^[ -~]*$/.test(offer)) ?? '0'
  }
  return chosen
}

/** What the host answers besides ANS and STATUS. */
export const initialisationEntries = ({ format, definitions, formats }: Initialisation): Entry[] => [
  // A device that listed nothing knows no tags; what the host holds for it has its class for an id.
  ...(format === 'auto' ? definitions.map(({ tag, requestId }): Entry => ['DEF', `${tag};${requestId}`]) : []),
  ...Object.entries(formats).map(([label, value]): Entry => [label, value]),
]

/** A definition block as a device writes it, a few labels a line. */
export function definitionEntries(tag: string, labels: readonly WantedLabel[], onALine = 8): Entry[] {
  const entries: Entry[] = [['DEF', tag]]
  for (let at = 0; at < labels.length; at += onALine) {
    const line = labels.slice(at, at + onALine).map(({ label, mandatory }) => (mandatory ? `*${label}` : label))
    entries.push(['D', line.join(';')])
  }
  return [...entries, ['ENDDEF', tag]]
}
