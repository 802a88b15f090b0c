import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'

/** Where each package of ours lives, nested ones first, so that the first that fits is a file's own. */
const packages: Readonly<Record<string, string>> = {
  'lims/contract': '@ils/contract',
  'lims/client': '@ils/lims-client',
  'lims/oma': '@ils/oma',
  'lims/platform': '@ils/platform',
  'lims/testing': '@ils/testing',
  lims: '@ils/lims',
  rules: '@ils/rules',
  portal: '@ils/portal',
  'print-spooler': '@ils/print-spooler',
  cli: '@ils/cli',
  seeds: '@ils/seeds',
}

const packageOf = (file: string): string | undefined => Object.keys(packages).find((at) => file.startsWith(`${at}/`))

/** How one file of ours imports another: by package name across packages, by path inside one. */
export function wayTo(from: string, to: string): string {
  const at = packageOf(to)
  if (at === undefined || packageOf(from) === at) return pathTo(from, to)
  return `${packages[at] ?? ''}/${to.slice(at.length + 1).replace(/\.tsx?$/, '')}`
}

export function pathTo(from: string, to: string): string {
  const path = posix.relative(dirname(from), to)
  return path.startsWith('.') ? path : `./${path}`
}

export interface Planting {
  readonly texts: Readonly<Record<string, string>>
  /** Libraries that are installed there, as empty modules. */
  readonly libraries?: readonly string[]
  readonly devLibraries?: readonly string[]
}

/** Runs with a folder that has our packages, linked as npm does, and these files; takes it away again. */
export async function inPlantedFolder<T>(planting: Planting, run: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ils-planted-'))
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  try {
    const { texts, libraries = [], devLibraries = [] } = planting
    const pinned = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, '1.0.0']))
    const manifest = {
      workspaces: Object.keys(packages),
      dependencies: pinned(libraries),
      devDependencies: pinned(devLibraries),
    }
    write('package.json', JSON.stringify(manifest))
    mkdirSync(join(folder, 'node_modules/@ils'), { recursive: true })
    for (const [at, name] of Object.entries(packages)) {
      write(
        `${at}/package.json`,
        JSON.stringify({ name, type: 'module', exports: { './*': { development: './*.ts' } } }),
      )
      symlinkSync(join(folder, at), join(folder, 'node_modules', name))
    }
    for (const name of [...libraries, ...devLibraries]) {
      write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'main.js' }))
      write(`node_modules/${name}/main.js`, '')
    }
    for (const [file, text] of Object.entries(texts)) write(file, text)
    return await run(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Sorts plantings that share no file into folders, since most of a judgement's time is its start. */
export function shareFolders<K extends string>(plantings: Readonly<Record<K, Planting>>): Map<K, Planting>[] {
  const folders: Map<K, Planting>[] = []
  // The keys of a record are its keys.
  for (const [name, planting] of Object.entries(plantings) as [K, Planting][]) {
    const files = Object.keys(planting.texts)
    const free = folders.find(
      (folder) => ![...folder.values()].some(({ texts }) => files.some((file) => file in texts)),
    )
    if (free) free.set(name, planting)
    else folders.push(new Map([[name, planting]]))
  }
  return folders
}

export function joined(plantings: Iterable<Planting>): Planting {
  const all = [...plantings]
  return {
    texts: Object.assign({}, ...all.map(({ texts }) => texts)) as Planting['texts'],
    libraries: [...new Set(all.flatMap(({ libraries = [] }) => libraries))],
    devLibraries: [...new Set(all.flatMap(({ devLibraries = [] }) => devLibraries))],
  }
}
