import { join } from 'node:path'
import type { Fault } from '@ils/rules/language/fault'
import type { Rulebook } from '@ils/rules/language/rulebook'
import colours from 'picocolors'
import { readRulebookFolder } from '../../rulebook-folder.ts'
import { exits, Plain, say, sayJson } from '../../say.ts'

export interface LoadedRulebook {
  readonly rulebook: Rulebook | null
  readonly hash: string | null
  /** Sorted, with the folder in front of their files. */
  readonly faults: readonly Fault[]
}

export async function loadFolder(folder: string): Promise<LoadedRulebook> {
  const { loadRulebook } = await import('@ils/rules/language/load-rulebook')
  const { rulebook, hash, faults } = loadRulebook(readRulebookFolder(folder))
  const placed = faults.map((fault) =>
    fault.file === undefined ? fault : { ...fault, file: join(folder, fault.file) },
  )
  return { rulebook, hash, faults: placed.sort(byPlace) }
}

/** The rulebook of a folder for a command that can do nothing with a faulty one: then its faults are said and it ends. */
export async function openRulebook(
  folder: string,
  options: { readonly json?: boolean },
): Promise<{ readonly rulebook: Rulebook; readonly hash: string }> {
  const { rulebook, hash, faults } = await loadFolder(folder)
  if (rulebook && hash !== null && faults.length === 0) return { rulebook, hash }
  if (options.json) sayJson({ valid: false, faults })
  else sayFaults(faults)
  throw new Plain(`${folder} has ${counted(faults.length, 'fault')}; nothing else was done`, exits.wrong)
}

/** As compilers write them, so that editors and terminals find the place. */
export function sayFaults(faults: readonly Fault[]): void {
  for (const { file, line, column, pointer, code, message } of faults) {
    const place = file === undefined ? pointer || '(rulebook)' : `${file}:${line ?? 1}:${column ?? 1}`
    say(`${colours.bold(place)}  ${colours.red(code)}  ${message}`)
  }
}

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

function byPlace(a: Fault, b: Fault): number {
  const [left, right] = [a.file ?? '', b.file ?? '']
  if (left !== right) return left < right ? -1 : 1
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || (a.pointer < b.pointer ? -1 : 1)
}
