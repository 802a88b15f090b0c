import { buildMessage, type Entry } from '../records/build-message.ts'
import type { Message } from '../records/message.ts'

/** What a file is, by the REQ (or ANS) it begins with. */
export const fileKinds = {
  FIL: 'job',
  FRM: 'frame data',
  LDS: 'design request',
  LMS: 'design answer',
  BAS: 'base-curve answer',
} as const

export type FileKind = keyof typeof fileKinds

/** The kind a file says it is in its first record; missing where it says nothing of the sort, as real files may. */
export function fileKind(message: Message): FileKind | undefined {
  const first = message.records.find(({ kind }) => kind === 'record')
  if (first?.label !== 'REQ' && first?.label !== 'ANS') return undefined
  const named = first.value.trim().toUpperCase()
  return isKind(named) ? named : undefined
}

const isKind = (text: string): text is FileKind => Object.hasOwn(fileKinds, text)

/** A file: the same records as on the wire, without the packet around them. */
export const buildFile = (kind: FileKind, entries: readonly Entry[]): Message =>
  buildMessage([['REQ', kind], ...entries])
