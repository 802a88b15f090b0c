import { basename, dirname, join, normalize } from 'node:path'
import { strayWriters } from './table-writers.ts'
import { isCode, type Tree } from './tree.ts'

/** What is wrong, each as `file:line what`; nothing when the house is in order. */
export type Check = (tree: Tree) => string[]

const MOST_LINES = 400

const tooLong: Check = (tree) =>
  tree.files.filter(isCode).flatMap((file) => {
    const text = tree.read(file)
    const lines = text.trimEnd().split('\n').length
    if (lines <= MOST_LINES || text.startsWith('// data table')) return []
    return [`${file} has ${lines} lines: split it by verb or noun, or begin it with "// data table" if it is one`]
  })

const FORBIDDEN_NAMES = [
  'service',
  'utils',
  'util',
  'helpers',
  'helper',
  'types',
  'constants',
  'index',
  'misc',
  'common',
]

const forbiddenNames: Check = (tree) =>
  tree.files.flatMap((file) => {
    const name = basename(file)
      .replace(/(\.test)?\.\w+$/, '')
      .toLowerCase()
    if (file.split('/').includes('src')) return [`${file} lies in src/: a package folder is its own table of contents`]
    if (isCode(file) && FORBIDDEN_NAMES.includes(name))
      return [`${file} says nothing: name the file after what it does`]
    return []
  })

interface ForbiddenWord {
  readonly word: RegExp
  readonly say: string
  /** Where the word is somebody else's and has to be said. */
  readonly except?: RegExp
}

/** The words of the glossary's last column that nothing else of ours could mean, and what is said for them. */
const FORBIDDEN_WORDS: readonly ForbiddenWord[] = [
  { word: /customer/i, say: 'practice', except: /^(portal\/server\/till|lims\/testing\/stripe)/ },
  { word: /print[-_ ]?job/i, say: 'sheet' },
  { word: /background[-_ ]?job|worker[-_ ]?job|job[-_]?queue\b|job[-_]?worker|job[-_]?runner/i, say: 'task' },
  { word: /event[-_ ]?(message|notification)|notification[-_ ]?service/i, say: 'event' },
  { word: /(device|machine)[-_ ]?session/i, say: 'line' },
  { word: /(user|login)[-_ ]?session/i, say: 'sign-in' },
  { word: /(software|app)[-_ ]?release/i, say: 'version' },
]

/** The checks themselves and their plants have to name what they forbid. */
const isOurs = (file: string): boolean => file.startsWith('house/') || file === 'law.test.ts'
const speaks = (file: string): boolean => (isCode(file) || /\.(sql|css|html)$/.test(file)) && !isOurs(file)

const forbiddenWords: Check = (tree) =>
  tree.files
    .filter(speaks)
    .flatMap((file) =>
      linesOf(tree, file).flatMap(({ text, at }) =>
        FORBIDDEN_WORDS.filter(({ word, except }) => word.test(text) && !except?.test(file)).map(
          ({ word, say }) => `${at} says "${word.exec(text)?.[0] ?? ''}": we say ${say}`,
        ),
      ),
    )

const leftBehind: Check = (tree) =>
  tree.files
    .filter((file) => isText(file) && !isOurs(file))
    .flatMap((file) =>
      linesOf(tree, file).flatMap(({ text, at }) => {
        const path = /(?<![\w.)-])\/(work|home|Users)\//.exec(text)
        const note = /\b(TODO|FIXME|XXX)\b/.exec(text)
        return [
          ...(path ? [`${at} names a place of one machine: ${path[0]}`] : []),
          ...(note ? [`${at} leaves a ${note[0]}: do it, or open an issue`] : []),
        ]
      }),
    )

/** A skipped test is a decision, so somebody says why on its line or the one before; a focused one hides all others. */
const sleepingTests: Check = (tree) =>
  tree.files
    .filter((file) => /\.test\.tsx?$/.test(file) && !isOurs(file))
    .flatMap((file) => {
      const lines = linesOf(tree, file)
      return lines.flatMap(({ text, at }, index) => {
        const found = /\b(?:it|test|describe|bench)(?:\.\w+)*\.(only|skip|skipIf|runIf|todo|fails)\b/.exec(text)
        if (!found) return []
        if (found[1] === 'only') return [`${at} runs alone and hides every other test`]
        const before = lines[index - 1]?.text.trim() ?? ''
        return text.includes('// ') || before.startsWith('//') ? [] : [`${at} sleeps: say why in a comment`]
      })
    })

/** A comment that switches every rule off would switch off the rule that asks for its reason too. */
const blanketExceptions: Check = (tree) =>
  tree.files
    .filter((file) => isCode(file) && !isOurs(file))
    .flatMap((file) =>
      linesOf(tree, file).flatMap(({ text, at }) => {
        const named = /(?:\/\/|\/\*)\s*eslint-disable(?:-next-line|-line)?(?<rest>.*)/.exec(text)
        if (named && !/^\s+[@\w]/.test(named.groups?.['rest'] ?? ''))
          return [`${at} switches off every lint rule: name one`]
        return /(?:\/\/|\/\*)\s*@ts-(ignore|nocheck)/.test(text) ? [`${at}: use @ts-expect-error and say why`] : []
      }),
    )

const PUBLIC_REGISTRY = 'https://registry.npmjs.org/'

/** A host of one machine in the lock makes the install fail everywhere else. */
const registryHosts: Check = (tree) => [
  ...having(tree, 'package-lock.json').flatMap((file) =>
    Object.entries(lockOf(tree, file).packages).flatMap(([name, { resolved }]) =>
      resolved === undefined || !/^[\w+]+:/.test(resolved) || resolved.startsWith(PUBLIC_REGISTRY)
        ? []
        : [`${file}: ${name} comes from ${resolved}`],
    ),
  ),
  ...tree.files
    .filter((file) => basename(file) === '.npmrc')
    .flatMap((file) =>
      linesOf(tree, file).flatMap(({ text, at }) =>
        /registry\s*=|^\s*\/\/|_auth|proxy/.test(text)
          ? [`${at} names a registry or a proxy: that is the machine's`]
          : [],
      ),
    ),
]

/**
 * npm writes a lock without the optional siblings its registry did not serve just then, and `npm ci` refuses it later:
 * seen with the platform builds of bull and knip.
 */
const missingOptional: Check = (tree) =>
  having(tree, 'package-lock.json').flatMap((file) => {
    const { packages } = lockOf(tree, file)
    return Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !above(place).some((folder) => `${folder}node_modules/${name}` in packages))
        .map((name) => `${file}: ${place || 'the root'} may use ${name}, which has no entry: npm ci will refuse`),
    )
  })

interface Lock {
  readonly packages: Readonly<
    Record<string, { resolved?: string; optionalDependencies?: Readonly<Record<string, string>> }>
  >
}

// npm's own format; a lock of another shape fails loudly on `packages`.
const lockOf = (tree: Tree, file: string): Lock => JSON.parse(tree.read(file)) as Lock

/** The folders whose node_modules a package can see, from its own up to the root. */
function above(place: string): string[] {
  const parts = place === '' ? [] : place.split('/')
  return parts.map((_, i) => `${parts.slice(0, parts.length - i).join('/')}/`).concat('')
}

/** Links of Markdown to files of ours, and to headings in them. */
const deadLinks: Check = (tree) =>
  tree.files
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      proseOf(tree, file).flatMap(({ text, at }) =>
        [...text.replace(/`[^`]*`/g, '``').matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)|^\[[^\]]+\]:\s*(\S+)/g)]
          .map((link) => link[1] ?? link[2] ?? '')
          .filter((link) => !/^([a-z]+:|\/\/)/i.test(link))
          .flatMap((link) => {
            const fault = faultOf(tree, file, link)
            return fault ? [`${at} links to ${link}: ${fault}`] : []
          }),
      ),
    )

function faultOf(tree: Tree, from: string, link: string): string | undefined {
  const [path = '', heading] = decodeURI(link).split('#')
  const target = path === '' ? from : normalize(path.startsWith('/') ? path.slice(1) : join(dirname(from), path))
  const folder = target.replace(/\/?$/, '/')
  if (!tree.files.includes(target)) {
    return folder === './' || tree.files.some((file) => file.startsWith(folder)) ? undefined : 'no such file'
  }
  if (heading === undefined || !target.endsWith('.md')) return undefined
  return headingsOf(tree, target).includes(heading) ? undefined : 'no such heading'
}

/** Headings as GitHub names them in a link; a repeated one is counted. */
function headingsOf(tree: Tree, file: string): string[] {
  const seen = new Map<string, number>()
  return proseOf(tree, file).flatMap(({ text }) => {
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(text)?.[1]
    if (heading === undefined) return []
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-')
    const times = seen.get(slug) ?? 0
    seen.set(slug, times + 1)
    return [times === 0 ? slug : `${slug}-${String(times)}`]
  })
}

interface Line {
  readonly text: string
  /** `file:line` */
  readonly at: string
}

function linesOf(tree: Tree, file: string): Line[] {
  return tree
    .read(file)
    .split('\n')
    .map((text, i) => ({ text, at: `${file}:${String(i + 1)}` }))
}

/** Lines of Markdown outside its blocks of code: what is written there is an example. */
function proseOf(tree: Tree, file: string): Line[] {
  let fenced = false
  return linesOf(tree, file).flatMap(({ text, at }) => {
    const fence = /^\s*(```|~~~)/.test(text)
    if (fence) fenced = !fenced
    return fenced || fence ? [] : [{ text, at }]
  })
}

const having = (tree: Tree, file: string): string[] => tree.files.filter((known) => known === file)
const isText = (file: string): boolean =>
  file !== 'package-lock.json' && !/\.(png|jpe?g|gif|ico|pdf|woff2?|ttf|gz|br|zip|bin)$/i.test(file)

/** Every check by the sentence that is true when it finds nothing. */
export const houseChecks: Readonly<Record<string, Check>> = {
  'each table has one writer': strayWriters,
  'no file is too long to read': tooLong,
  'file names say what the file does': forbiddenNames,
  'each word means one thing': forbiddenWords,
  'nothing of one machine or of yesterday is left behind': leftBehind,
  'no test sleeps without a reason': sleepingTests,
  'no comment switches off every rule': blanketExceptions,
  'packages come from the public registry': registryHosts,
  'the lock has every optional package': missingOptional,
  'links in Markdown lead somewhere': deadLinks,
}
