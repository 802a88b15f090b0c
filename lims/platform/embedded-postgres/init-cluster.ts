import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { postgresEnvironment } from './environment.ts'
import { dataIn, type Place } from './place.ts'
import { DatabaseTrouble, USE_YOUR_OWN } from './trouble.ts'

export const SUPERUSER = 'ils_bootstrap'

/** Makes the cluster once; a half-made one of a crash is removed and made again. Answers its folder. */
export function initCluster(place: Place, password: string): string {
  const { folder, bin, runAs } = place
  const data = dataIn(folder)
  if (existsSync(data)) {
    // The way may change between two starts (another kernel, another container): then the files change hands.
    runAs.own(data)
    return data
  }
  for (const left of readdirSync(folder)) {
    if (left.startsWith('data.half-')) rmSync(join(folder, left), { recursive: true, force: true })
  }
  const half = join(folder, `data.half-${process.pid}`)
  const passwordFile = join(folder, `password-${process.pid}`)
  try {
    mkdirSync(half, { mode: 0o700 })
    writeFileSync(passwordFile, password, { mode: 0o600 })
    runAs.own(half)
    runAs.own(passwordFile)
    const [command = '', ...args] = [
      ...runAs.prefix,
      join(bin, 'initdb'),
      ...['-D', half, '-U', SUPERUSER, '-A', 'scram-sha-256', '--pwfile', passwordFile],
      ...['-E', 'UTF8', '--no-locale', '--no-sync', '--no-instructions'],
    ]
    const made = spawnSync(command, args, { ...runAs.ids, cwd: '/', encoding: 'utf8', env: postgresEnvironment() })
    if (made.status !== 0) throw initTrouble(folder, made.error?.message ?? made.stderr)
    renameSync(half, data)
    return data
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(half, { recursive: true, force: true })
  }
}

function initTrouble(folder: string, said: string): DatabaseTrouble {
  if (/no space left|disk quota exceeded/i.test(said))
    return new DatabaseTrouble(`The disk of ${folder} is full: make room and start again.`)
  return new DatabaseTrouble(`The database could not be made in ${folder}:\n${said.trim()}\n${USE_YOUR_OWN}`)
}
