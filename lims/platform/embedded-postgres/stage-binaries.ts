import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import type { Binaries } from './find-binaries.ts'

/**
 * Copies the binaries to where they may run and makes the links that the package only lists. Packages may be
 * installed without their scripts, and lie where another user cannot read. Renamed into place when whole.
 */
export function stageBinaries(binaries: Binaries, folder: string): string {
  const staged = join(folder, `postgres-${binaries.version}`)
  if (existsSync(staged)) return staged
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const half = `${staged}.half-${process.pid}`
  for (const left of readdirSync(folder)) {
    // What a crash left behind.
    if (left.startsWith(`${basename(staged)}.half-`)) rmSync(join(folder, left), { recursive: true, force: true })
  }
  cpSync(binaries.native, half, { recursive: true, verbatimSymlinks: true })
  makeLinks(half)
  openToAll(half)
  renameSync(half, staged)
  dropOthers(folder, basename(staged))
  return staged
}

/** Whoever Postgres runs as must read and run them, whatever umask npm was run with. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openToAll(path)
    else if (entry.isFile()) chmodSync(path, basename(folder) === 'bin' ? 0o755 : 0o644)
  }
}

/** Of earlier versions, 57 MB each. */
function dropOthers(folder: string, current: string): void {
  for (const name of readdirSync(folder)) {
    if (/^postgres-\d/.test(name) && name !== current) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const at = join(native, relative('native', target))
    if (existsSync(at)) continue
    symlinkSync(relative(dirname(relative('native', target)), relative('native', source)), at)
  }
}
