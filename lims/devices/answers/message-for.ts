import { buildMessage, type Entry } from '@ils/oma/records/build-message'
import { setValue } from '@ils/oma/records/edit-message'
import { labels } from '@ils/oma/records/labels'
import type { Message } from '@ils/oma/records/message'
import type { One } from '@ils/oma/records/write-value'
import type { Machine } from '../machine-of-line.ts'
import { boxPairs, layoutPairs, segmentOf, shapeEntries, type TracesOfJob } from './frame-records.ts'
import { labelSources } from './label-table.ts'
import type { Eye, Natural, ValuesOfJob } from './values-of-job.ts'

export interface MessageParts {
  readonly values: ValuesOfJob
  readonly machine: Machine
  /** All machines of the catalogue: a device that lists PROC is told of the others. */
  readonly machines: Iterable<Machine>
  readonly traces: TracesOfJob
  /** The lenses it is about to work on. */
  readonly at: readonly Eye[]
  readonly orderRef: string | null
  /** What the line says instead, by label. */
  readonly overrides: Readonly<Record<string, string>>
}

type Pair = Readonly<Partial<Record<Eye, Natural>>>

/** Everything that a job says to one machine, in the standard's labels; the session sends what the machine listed. Never a name. */
export function messageFor(parts: MessageParts): Message {
  const { values, machine, traces, at, orderRef, overrides } = parts
  const boxed = boxPairs(traces)
  const measured: Readonly<Record<string, Pair>> = {
    ...boxed,
    ...layoutPairs(values, boxed),
    FRNT: pairOf(values, (eye) => frontOf(values, eye)),
  }
  const own = values.slots.filter((slot) => slot.machine === null || slot.machine === machine.id)
  const names = new Set([...Object.keys(labelSources), ...Object.keys(measured), ...own.map(({ label }) => label)])
  const pairFor = (label: string): Pair =>
    pairOf(values, (eye) => {
      const source = labelSources[label]
      const skipped = source?.withSegment === true && segmentOf(values, eye) === 'none'
      const fact = skipped ? undefined : values.fact(eye, source?.facts ?? [])
      return values.slot(eye, label, machine.id) ?? measured[label]?.[eye] ?? fact ?? source?.none
    })
  const entries = [...names].flatMap((label) => entryOf(label, pairFor(label), values.eyes))
  const message = buildMessage([
    ['DO', eyesInWords(at)],
    ...(orderRef === null ? [] : [['RXNM', plain(orderRef)] as const]),
    ...entries,
    ...mechanicalDistance(values, pairFor('HBOX')),
    ...procEntries(parts),
    ...shapeEntries(traces, values.eyes),
  ])
  return Object.entries(overrides).reduce((now, [label, value]) => setValue(now, label, value), message)
}

const pairOf = (values: ValuesOfJob, of: (eye: Eye) => Natural): Pair =>
  Object.fromEntries(values.eyes.map((eye) => [eye, of(eye)]))

/** Nothing where neither eye has a value; `?` where one of two has none; an empty field where none is made. */
function entryOf(label: string, pair: Pair, eyes: readonly Eye[]): Entry[] {
  if (eyes.every((eye) => pair[eye] === undefined)) return []
  const field = (eye: Eye): One => {
    if (!eyes.includes(eye)) return undefined
    const value = pair[eye]
    return value === undefined ? null : typeof value === 'string' ? plain(value) : value
  }
  if (labels[label]?.eyes === 'one') return [[label, field(eyes.find((eye) => pair[eye] !== undefined) ?? 'right')]]
  return [[label, { right: field('right'), left: field('left') }]]
}

/** What no packet can hold becomes a space: an id of the catalogue may be in any writing. */
const plain = (text: string): string => text.replace(/[^ -:<-~\u00a0-\u00ff]/g, ' ')

const eyesInWords = (eyes: readonly Eye[]): string =>
  eyes.length === 2 ? 'B' : eyes.includes('right') ? 'R' : eyes.includes('left') ? 'L' : 'N'

/** MPD = A + DBL. Source: DCS. */
function mechanicalDistance(values: ValuesOfJob, boxes: Pair): Entry[] {
  const [eye] = values.eyes.filter((one) => typeof boxes[one] === 'number')
  const [a, dbl] = eye === undefined ? [] : [boxes[eye], values.fact(eye, ['frame.dbl'])]
  return typeof a === 'number' && typeof dbl === 'number' ? [['MPD', a + dbl]] : []
}

/**
 * The true front curve, in dioptres of TIND: F x (tool index - 1) / (index - 1).
 * Source: as for every curve of tools, r = (n - 1) / F.
 */
function frontOf(values: ValuesOfJob, eye: Eye): Natural {
  const [front, index, tool] = ['lens.front', 'material.index', 'setting.toolIndex'].map((id) => values.fact(eye, [id]))
  if (typeof front !== 'number' || typeof index !== 'number' || typeof tool !== 'number' || index <= 1) return undefined
  return (front * (tool - 1)) / (index - 1)
}

/** `PROC=eye;device;vendor;model;label;value`: what a rule filled in for one machine, each row for that machine. */
function procEntries({ values, machines }: MessageParts): Entry[] {
  const known = new Map([...machines].map((one) => [one.id, one]))
  return values.slots.flatMap(({ label, machine: id }): Entry[] => {
    const machine = id === null ? undefined : known.get(id)
    if (typeof machine?.dev !== 'string') return []
    const { dev, vendor, model } = machine
    return values.eyes.flatMap((eye): Entry[] => {
      const value = values.slot(eye, label, machine.id)
      if (value === undefined) return []
      const said = typeof value === 'string' ? plain(value) : value
      return [['PROC', [eye === 'right' ? 'R' : 'L', dev, plain(vendor), plain(model), label, said]]]
    })
  })
}
