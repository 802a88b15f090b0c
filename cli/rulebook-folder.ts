import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { exits, Plain } from './say.ts'

/** Beyond these it is not a rulebook, whatever else it is. */
const MOST_FILES = 20_000
const MOST_BYTES_OF_A_FILE = 32 * 1024 * 1024
const MOST_BYTES = 256 * 1024 * 1024
const DEEPEST = 16

/** The JSON files of a rulebook's folder, by their path inside it with `/`. What begins with a dot is not of the rulebook. */
export function readRulebookFolder(folder: string): ReadonlyMap<string, string> {
  const root = realRoot(folder)
  if (!existsSync(join(root, 'rulebook.json'))) throw new Plain(noRulebook(folder, root), exits.usage)
  const files = new Map<string, string>()
  let bytes = 0
  const walk = (path: string, depth: number): void => {
    if (depth > DEEPEST) throw new Plain(`${path} lies more than ${DEEPEST} folders deep: a rulebook does not`)
    for (const name of readdirSync(path).sort()) {
      if (name.startsWith('.') || name === 'node_modules') continue
      const at = join(path, name)
      const kind = kindOf(at, root)
      if (kind === 'folder') walk(at, depth + 1)
      if (kind !== 'file' || !name.endsWith('.json')) continue
      const size = statSync(at).size
      bytes += size
      if (size > MOST_BYTES_OF_A_FILE) throw new Plain(`${at} is ${megabytes(size)}: split it into smaller files`)
      if (files.size >= MOST_FILES) throw new Plain(`${folder} holds more than ${MOST_FILES} JSON files`)
      if (bytes > MOST_BYTES) throw new Plain(`${folder} holds more than ${megabytes(MOST_BYTES)} of JSON`)
      files.set(relative(root, at).split(sep).join('/'), textOf(at))
    }
  }
  walk(root, 0)
  return files
}

/** Writes into a folder what belongs there; a file is there whole or as it was. */
export function writeFolder(folder: string, files: ReadonlyMap<string, string>): void {
  const root = resolve(folder)
  for (const [path, text] of files) {
    const at = resolve(root, path)
    if (!isInside(root, at)) throw new Plain(`${path} lies outside of ${folder}`)
    mkdirSync(dirname(at), { recursive: true })
    writeFileSync(`${at}.new`, text)
    renameSync(`${at}.new`, at)
  }
}

function realRoot(folder: string): string {
  try {
    if (statSync(folder).isDirectory()) return realpathSync(folder)
  } catch {
    throw new Plain(`There is no folder ${folder}. Start one with: ils rules new ${folder}`, exits.usage)
  }
  throw new Plain(`${folder} is a file; give the folder that holds rulebook.json`, exits.usage)
}

/** One level deeper is looked into, not more: somebody may have given `/`. */
function noRulebook(folder: string, root: string): string {
  const deeper = readdirSync(root).find((name) => existsSync(join(root, name, 'rulebook.json')))
  const hint = deeper
    ? `One lies in ${join(folder, deeper)}: give that folder.`
    : `Start a rulebook with: ils rules new ${folder}`
  return `There is no rulebook.json in ${folder}. ${hint}`
}

/** A link is followed to a file of the same folder, never out of it, and never to a folder: it could lead in a ring. */
function kindOf(path: string, root: string): 'file' | 'folder' | 'other' {
  const found = lstatSync(path)
  if (found.isDirectory()) return 'folder'
  if (found.isFile()) return 'file'
  if (!found.isSymbolicLink()) return 'other'
  let target: string
  try {
    target = realpathSync(path)
  } catch {
    throw new Plain(`${path} is a link that leads nowhere`)
  }
  if (!isInside(root, target))
    throw new Plain(`${path} is a link out of the folder, to ${target}: put a copy in its place`)
  if (statSync(target).isFile()) return 'file'
  throw new Plain(`${path} is a link to a folder: put the folder itself in its place`)
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '' && !way.startsWith('..') && !isAbsolute(way)
}

export function textOf(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
  } catch (error) {
    if (error instanceof TypeError) throw new Plain(`${path} is not UTF-8 text`)
    throw error
  }
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MB`
