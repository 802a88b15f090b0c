import { existsSync } from 'node:fs'
import { textOf } from '../../rulebook-folder.ts'
import { exits, Plain } from '../../say.ts'

/** A text given as it is, or as `@file`. */
export function textOrFile(given: string): string {
  if (!given.startsWith('@')) return given
  const file = given.slice(1)
  if (!existsSync(file)) throw new Plain(`There is no file ${file}`, exits.usage)
  return textOf(file).trim()
}
