import { createHash } from 'node:crypto'
import { lstat, readFile, rename } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Message } from '@ils/oma/records/message'
import { readMessage } from '@ils/oma/records/read-message'
import type { App } from '../../app.ts'
import type { ClaimedFile, FileClaims } from './claim-files.ts'
import type { Folders } from './open-folders.ts'
import { insertDone, wasDone } from './store.ts'
import { writeWhole } from './write-whole.ts'

/** What came of a file. `later`: not its fault, it is looked at again. */
export type Dealt =
  | { readonly as: 'done'; readonly text: string }
  | { readonly as: 'failed'; readonly text: string }
  | { readonly as: 'later'; readonly text: string }

/** Stores what the file says before it answers; the same file may come again after a crash. `times` counts from 1. */
export type FileHandler = (message: Message, times: number) => Promise<Dealt>

export interface Dealing {
  readonly app: App
  readonly line: string
  readonly folders: Folders
  readonly claims: FileClaims
  readonly handle: FileHandler
  /** Files that were put off, by name; lives as long as the line is served. */
  readonly putOff: Map<string, PutOff>
}

export interface PutOff {
  readonly times: number
  /** By the clock of the process, ms. */
  readonly until: number
}

const LARGEST = 4 * 1024 * 1024
const LONGEST_MS = 30_000
/** With pauses of that length: an hour and more. */
const MOST_LATER = 120

/** Every file that lies ready: what it says is kept, then it moves to `done`, or with the reasons to `failed`. */
export async function dealWithFiles(dealing: Dealing): Promise<void> {
  for (const file of await dealing.claims.claim()) await dealWith(dealing, file)
}

async function dealWith({ app, line, folders, handle, putOff }: Dealing, file: ClaimedFile): Promise<void> {
  const { name, path } = file
  if (file.bytes > LARGEST || file.bytes === 0) {
    const why = file.bytes === 0 ? 'it is empty' : `it has ${file.bytes} bytes; the limit is ${LARGEST}`
    await moveTo(folders.failed, file, path, `${name} was not read: ${why}`)
    return
  }
  const before = putOff.get(name)
  if (before && before.until > performance.now()) return
  const bytes = await readFile(path).catch((error: unknown) => String(error))
  if (typeof bytes === 'string') {
    await moveTo(folders.failed, file, path, `${name} was not read: ${bytes}`)
    return
  }
  const digest = createHash('sha256').update(bytes).digest('base64url')
  const known = { line, name, digest }
  if (await wasDone(app.db, known)) {
    await moveTo(folders.done, file, path, undefined, digest)
    return
  }
  const times = (before?.times ?? 0) + 1
  const dealt = await handle(readMessage(bytes), times).catch((error: unknown): Dealt => {
    // One file on which we break must not stop all behind it.
    app.log.error({ err: error, line, file: name }, 'a file could not be dealt with')
    return { as: 'later', text: 'something broke on our side' }
  })
  if (dealt.as === 'later' && times < MOST_LATER) {
    putOff.set(name, { times, until: performance.now() + Math.min(LONGEST_MS, 500 * 2 ** times) })
    return
  }
  putOff.delete(name)
  if (dealt.as === 'done') {
    await insertDone(app.db, known, app.clock.now())
    await moveTo(folders.done, file, path, undefined, digest)
  } else {
    const patience = dealt.as === 'later' ? ` (tried ${times} times)` : ''
    await moveTo(folders.failed, file, path, `${name}: ${dealt.text}${patience}`, digest)
  }
}

/** A file of that name that lies there stays: the new one is told apart by its content. */
async function moveTo(
  folder: string,
  { name }: ClaimedFile,
  path: string,
  reasons: string | undefined,
  digest = 'unread',
): Promise<void> {
  const taken = await lstat(join(folder, name)).catch(() => undefined)
  const ending = extname(name)
  const free = taken ? `${name.slice(0, name.length - ending.length)}-${digest.slice(0, 8)}${ending}` : name
  // The reasons first: a file without them would be a riddle.
  if (reasons !== undefined) await writeWhole(folder, `${free}.txt`, `${reasons}\n`)
  await rename(path, join(folder, free))
}
