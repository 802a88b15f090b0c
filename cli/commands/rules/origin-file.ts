import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { textOf, writeFolder } from '../../rulebook-folder.ts'
import { Plain } from '../../say.ts'

/** Where a folder's content came from or went to last, and what its files were then. */
export interface Origin {
  readonly draft: { readonly id: string; readonly name: string; readonly version: number } | null
  readonly release: number | null
  /** Of the rulebook; null: it was not sound. */
  readonly hash: string | null
  /** SHA-256 of each file. */
  readonly files: Readonly<Record<string, string>>
}

/** Begins with a dot: it is not part of the rulebook. */
export const ORIGIN_FILE = '.ils.json'

export function readOrigin(folder: string): Origin | null {
  const file = join(folder, ORIGIN_FILE)
  if (!existsSync(file)) return null
  let value: unknown
  try {
    value = JSON.parse(textOf(file))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  if (isOrigin(value)) return value
  throw new Plain(`${file} is not as ils wrote it. Delete it: then name the draft with --draft, or pull anew`)
}

export function keepOrigin(folder: string, origin: Omit<Origin, 'files'>, files: ReadonlyMap<string, string>): void {
  const hashes = Object.fromEntries([...files].map(([path, text]) => [path, hashOf(text)]))
  writeFolder(folder, new Map([[ORIGIN_FILE, `${JSON.stringify({ ...origin, files: hashes }, null, 2)}\n`]]))
}

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

function isOrigin(value: unknown): value is Origin {
  if (!isRecord(value) || !isRecord(value['files'])) return false
  const { draft, release, hash, files } = value
  return (
    (draft === null ||
      (isRecord(draft) &&
        typeof draft['id'] === 'string' &&
        typeof draft['name'] === 'string' &&
        Number.isSafeInteger(draft['version']))) &&
    (release === null || Number.isSafeInteger(release)) &&
    (hash === null || typeof hash === 'string') &&
    Object.values(files).every((one) => typeof one === 'string')
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
