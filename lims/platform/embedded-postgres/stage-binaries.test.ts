import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stageBinaries } from './stage-binaries.ts'

let folder: string
let native: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ils-stage-'))
  native = join(folder, 'package', 'native')
  for (const part of ['bin', 'lib', 'share']) mkdirSync(join(native, part), { recursive: true })
  writeFileSync(join(native, 'bin', 'postgres'), '#!/bin/sh\n', { mode: 0o600 })
  writeFileSync(join(native, 'lib', 'libpq.so.5.15'), 'library')
  writeFileSync(
    join(native, 'pg-symlinks.json'),
    '[{"source":"native/lib/libpq.so.5.15","target":"native/lib/libpq.so.5"}]',
  )
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const base = (): string => join(folder, 'data')

it('copies them with the links that the package only lists, for every user to read and run', () => {
  chmodSync(join(native, 'lib'), 0o700)
  const staged = stageBinaries({ native, version: '15.18.0' }, base())
  expect(readlinkSync(join(staged, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.15')
  expect(statSync(join(staged, 'bin', 'postgres')).mode & 0o777).toBe(0o755)
  expect(statSync(join(staged, 'lib')).mode & 0o777).toBe(0o755)
})

it('copies them once', () => {
  const binaries = { native, version: '15.18.0' }
  const staged = stageBinaries(binaries, base())
  const made = statSync(staged).ino
  expect(statSync(stageBinaries(binaries, base())).ino).toBe(made)
})

it('takes away what a killed copy and what an earlier version left, and never the data', () => {
  for (const left of ['postgres-15.18.0.half-7/bin', 'postgres-15.17.0/bin', 'data/base'])
    mkdirSync(join(base(), left), { recursive: true })
  stageBinaries({ native, version: '15.18.0' }, base())
  expect(readdirSync(base()).sort()).toEqual(['data', 'postgres-15.18.0'])
})
