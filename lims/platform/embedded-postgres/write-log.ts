import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const LARGEST = 10 * 1024 * 1024

/** Postgres's log: the one being written and one before it. Written at once, since its last lines matter most when we die. */
export function openPostgresLog(file: string, largest = LARGEST): (text: string) => void {
  mkdirSync(dirname(file), { recursive: true })
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  return (text) => {
    try {
      if (size > 0 && size + text.length > largest) {
        renameSync(file, `${file}.1`)
        size = 0
      }
      appendFileSync(file, text, { mode: 0o600 })
      size += Buffer.byteLength(text)
    } catch {
      // A disk without room for a line of the log must not end the process that reports it.
    }
  }
}
