import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Passwords {
  readonly bootstrap: string
  readonly owner: string
  readonly lims: string
  readonly portal: string
}

/** On a shared machine everybody reaches the loopback: each role has a password, in a file that only we read. */
export function keepPasswords(folder: string): Passwords {
  const file = join(folder, 'postgres-passwords.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Passwords
  const fresh = (): string => randomBytes(24).toString('base64url')
  const passwords = { bootstrap: fresh(), owner: fresh(), lims: fresh(), portal: fresh() }
  writeFileSync(`${file}.new`, JSON.stringify(passwords, null, 2), { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return passwords
}
