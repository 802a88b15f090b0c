import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import colours from 'picocolors'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { readRulebookFolder, writeFolder } from '../../rulebook-folder.ts'
import { exits, Plain, say, sayJson } from '../../say.ts'
import { counted } from './open-rulebook.ts'
import { hashOf, keepOrigin, ORIGIN_FILE, readOrigin, type Origin } from './origin-file.ts'
import { releaseCommand } from './release-command.ts'
import { fetchRulebook } from './rulebook-source.ts'

type PullOptions = ConnectionOptions & { readonly force?: boolean }

/** What a rulebook is made of; other JSON in the folder is somebody else's. */
const OURS = /^((vocabulary|catalogue|rules|tables|cases)[/]|(groups|conditions|accepted)[.]json$)/

export function pullRulesCommand(): Command {
  return releaseCommand(
    'pull',
    'Write a rulebook of a LIMS into a folder, to be edited there',
    '0: the folder holds it. 1: local changes would be lost, or the LIMS refused.',
  )
    .usage('[options] [in-force | release:<number> | draft:<id or name>] <folder>')
    .argument('<from-or-folder>', 'what to pull; left out: the draft that the folder knows, else what is in force')
    .argument('[folder]', 'where to')
    .option('--force', 'overwrite local changes')
    .addHelpText('after', `The folder remembers in ${ORIGIN_FILE} where its content came from; keep that out of Git.`)
    .action(async (first: string, second: string | undefined, options: PullOptions) => {
      const folder = second ?? first
      const local = localFiles(folder)
      const known = readOrigin(folder)
      const source = second === undefined ? (known?.draft ? `draft:${known.draft.id}` : 'in-force') : longName(first)
      const { files, draft, release } = await fetchRulebook(connect(options), source)
      const changed = changedHere(local, files, known)
      if (changed.length > 0 && !options.force) throw new Plain(lossOf(changed, folder))
      // rulebook.json first: a pull that is broken off there is still known as a rulebook's folder by the next.
      const written = [...files].filter(([path, text]) => local.get(path) !== text).sort(headFirst)
      const removed = [...local.keys()].filter((path) => OURS.test(path) && !files.has(path))
      const { loadRulebook } = await import('@ils/rules/language/load-rulebook')
      const { hash, faults } = loadRulebook(files)
      writeFolder(folder, new Map(written))
      for (const path of removed) rmSync(join(folder, path))
      keepOrigin(folder, { draft, release, hash }, files)
      if (options.json) {
        sayJson({ draft, release, hash, written: written.map(([path]) => path), removed })
        return
      }
      const what = draft ? `draft “${draft.name}”, version ${draft.version}` : `release ${release ?? ''}`
      const done = [
        `${counted(written.length, 'file')} written`,
        ...(removed.length > 0 ? [`${removed.length} deleted`] : []),
      ]
      say(`${colours.green('✓')} ${folder} holds ${what}: ${done.join(', ')}`)
      if (hash === null) say(`  It is not sound: ${counted(faults.length, 'fault')}. See: ils rules validate ${folder}`)
      else say(`  sha256:${hash}`)
    })
}

const headFirst = ([a]: readonly [string, string], [b]: readonly [string, string]): number =>
  Number(b === 'rulebook.json') - Number(a === 'rulebook.json')

/** As `ils rules` shows drafts and releases elsewhere, they may be named here too. */
function longName(named: string): string {
  if (named.startsWith('drf_')) return `draft:${named}`
  return /^\d+$/.test(named) ? `release:${named}` : named
}

/** An empty or new folder holds nothing; in one that is no rulebook's nothing is to be overwritten. */
function localFiles(folder: string): ReadonlyMap<string, string> {
  if (!existsSync(folder)) return new Map()
  if (existsSync(join(folder, 'rulebook.json'))) return readRulebookFolder(folder)
  // A new clone has its .git and a few words.
  const others = readdirSync(folder).filter((name) => !name.startsWith('.') && !/^(README|LICENSE)/i.test(name))
  if (others.length === 0) return new Map()
  throw new Plain(`${folder} holds ${others[0] ?? ''} and no rulebook.json: give an empty folder`, exits.usage)
}

/** Paths whose local content would be lost: not what was pulled or pushed last, and not what comes. */
function changedHere(
  local: ReadonlyMap<string, string>,
  coming: ReadonlyMap<string, string>,
  known: Origin | null,
): string[] {
  const paths = [...local.keys()].filter((path) => coming.has(path) || OURS.test(path))
  const edited = paths.filter((path) => {
    const text = local.get(path)
    return text !== undefined && text !== coming.get(path) && hashOf(text) !== known?.files[path]
  })
  const removed =
    local.size === 0 ? [] : Object.keys(known?.files ?? {}).filter((path) => coming.has(path) && !local.has(path))
  return [...edited, ...removed].sort()
}

function lossOf(changed: readonly string[], folder: string): string {
  const some = changed.slice(0, 10).map((path) => `\n  ${join(folder, path)}`)
  const more = changed.length > some.length ? `\n  … and ${changed.length - some.length} more` : ''
  return `These were changed here and would be overwritten:${some.join('')}${more}\nPush them first, or give --force.`
}
