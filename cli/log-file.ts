import { closeSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { sizeOf } from './data-folder.ts'

const LARGEST_BYTES = 10 * 1024 * 1024
const KEPT = 3

/** A log file that never grows without end: at ten megabytes it is set aside, and three of those are kept. */
export function openLogFile(file: string): { write(line: string): void } {
  mkdirSync(dirname(file), { recursive: true })
  let size = sizeOf(file)
  let to = openSync(file, 'a', 0o600)
  return {
    write(line) {
      if (size > LARGEST_BYTES) {
        closeSync(to)
        for (let i = KEPT - 1; i >= 0; i--) {
          const older = i === 0 ? file : `${file}.${i}`
          if (sizeOf(older) > 0) renameSync(older, `${file}.${i + 1}`)
        }
        to = openSync(file, 'a', 0o600)
        size = 0
      }
      size += writeSync(to, line)
    },
  }
}
