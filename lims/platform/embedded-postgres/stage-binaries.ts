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
  for (const program of readdirSync(join(half, 'bin'))) chmodSync(join(half, 'bin', program), 0o755)
  renameSync(half, staged)
  return staged
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
