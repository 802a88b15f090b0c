import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs'

/** Writes a file that only we read; after a crash there is the old one or the new one, never half of one. */
export function writeSecret(file: string, text: string): void {
  const fresh = `${file}.new`
  const at = openSync(fresh, 'w', 0o600)
  try {
    fchmodSync(at, 0o600)
    writeFileSync(at, text)
    fsyncSync(at)
  } finally {
    closeSync(at)
  }
  renameSync(fresh, file)
}
