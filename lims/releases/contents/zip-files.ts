import { strToU8, Unzip, UnzipInflate, unzipSync, zipSync } from 'fflate'

/** Bytes that are no zip of a rulebook's folder; says why. */
export class BadZip extends Error {}

const MOST_UNZIPPED_BYTES = 64 * 1024 * 1024
const MOST_FILES = 20_000
const STORED = 0
const DEFLATED = 8
// So little is inflated at a time that a bomb is seen before it has gone off: deflate grows a thousandfold at most.
const PIECE_BYTES = 16 * 1024

// The same files give the same bytes.
const NO_TIME = new Date(1980, 0, 1)

export function zipFiles(files: ReadonlyMap<string, string>): Buffer {
  const entries = [...files].map(([path, text]) => [path, strToU8(text)] as const)
  return Buffer.from(zipSync(Object.fromEntries(entries), { level: 6, mtime: NO_TIME }))
}

/** The JSON files of a zip by their path; a single folder around all of them is left away. */
export function unzipFiles(bytes: Uint8Array): Map<string, string> {
  const wanted = listed(bytes)
  const files = new Map<string, string>()
  let inflated = 0
  const unzip = new Unzip((file) => {
    const path = pathIn(file.name)
    // What its own table of contents does not name is not of it.
    if (!wanted.has(path) || files.has(path)) return
    const pieces: Uint8Array[] = []
    file.ondata = (error, piece, isLast) => {
      if (error) throw new BadZip(`${path} in the zip is damaged: ${error.message}`)
      inflated += piece.length
      if (inflated > MOST_UNZIPPED_BYTES) throw tooLarge()
      pieces.push(piece)
      if (isLast) files.set(path, textOf(path, pieces))
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  readable(() => {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES)
      unzip.push(bytes.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= bytes.length)
  })
  for (const path of wanted) if (!files.has(path)) throw new BadZip(`${path} in the zip could not be read to its end`)
  return withoutTopFolder(files)
}

/** Looks at the table of contents alone: nothing is inflated. */
function listed(bytes: Uint8Array): Set<string> {
  const paths = new Set<string>()
  let size = 0
  readable(() =>
    unzipSync(bytes, {
      filter({ name, originalSize, compression }) {
        const path = pathIn(name)
        if (!isWanted(path)) return false
        size += originalSize
        if (size > MOST_UNZIPPED_BYTES) throw tooLarge()
        if (paths.size >= MOST_FILES) throw new BadZip(`The zip holds more than ${MOST_FILES} JSON files`)
        if (paths.has(path)) throw new BadZip(`The zip holds ${path} twice`)
        if (compression !== STORED && compression !== DEFLATED)
          throw new BadZip(`${path} is compressed in a way that is not read here: use deflate`)
        paths.add(path)
        return false
      },
    }),
  )
  return paths
}

/** Its path with `/`; nothing may lead out of the folder, not even what would be left aside. */
function pathIn(name: string): string {
  const path = name.replaceAll('\\', '/')
  mustBeInside(path.endsWith('/') ? path.slice(0, -1) : path)
  return path
}

/** A path that leads somewhere else than into the folder is refused, whoever wrote it. */
export function mustBeInside(path: string): void {
  const isAbsolute = path.startsWith('/') || /^[A-Za-z]:/.test(path)
  const parts = path.split('/')
  if (isAbsolute || parts.some((part) => part === '' || part === '.' || part === '..') || path.includes('\0'))
    throw new BadZip(`The path ${JSON.stringify(path.slice(0, 200))} leads out of the folder`)
}

const isWanted = (path: string): boolean =>
  path.endsWith('.json') && !path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX')

function withoutTopFolder(files: Map<string, string>): Map<string, string> {
  if (files.size === 0 || files.has('rulebook.json')) return files
  const tops = new Set([...files.keys()].map((path) => path.slice(0, path.indexOf('/') + 1)))
  const [top = ''] = tops
  if (tops.size !== 1 || top === '') return files
  return new Map([...files].map(([path, text]) => [path.slice(top.length), text]))
}

function textOf(path: string, pieces: readonly Uint8Array[]): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces))
  } catch {
    throw new BadZip(`${path} in the zip is not UTF-8 text`)
  }
}

function readable(read: () => unknown): void {
  try {
    read()
  } catch (error) {
    if (error instanceof BadZip) throw error
    throw new BadZip(`This is not a zip that can be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const tooLarge = (): BadZip => new BadZip(`The files in the zip hold more than ${MOST_UNZIPPED_BYTES / 1024 / 1024} MB`)
