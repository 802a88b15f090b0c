import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseTrouble } from './trouble.ts'
import { writeSecret } from './write-secret.ts'

export interface Passwords {
  readonly bootstrap: string
  readonly owner: string
  readonly lims: string
  readonly portal: string
}

/** On a shared machine everybody reaches the loopback: each role has a password, in a file that only we read. */
export function keepPasswords(folder: string, clusterExists: boolean): Passwords {
  const file = join(folder, 'postgres-passwords.json')
  const kept = existsSync(file) ? read(readFileSync(file, 'utf8')) : undefined
  if (kept) return kept
  if (clusterExists) {
    throw new DatabaseTrouble(
      `The passwords of the database are ${existsSync(file) ? 'damaged' : 'missing'} (${file}), and without them nobody gets in: put the file back from a backup of the folder.`,
    )
  }
  const fresh = (): string => randomBytes(24).toString('base64url')
  const passwords = { bootstrap: fresh(), owner: fresh(), lims: fresh(), portal: fresh() }
  writeSecret(file, JSON.stringify(passwords, null, 2))
  return passwords
}

function read(text: string): Passwords | undefined {
  try {
    const { bootstrap, owner, lims, portal } = JSON.parse(text) as Partial<Passwords>
    return bootstrap && owner && lims && portal ? { bootstrap, owner, lims, portal } : undefined
  } catch {
    return undefined
  }
}
