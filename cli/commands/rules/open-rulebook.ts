import { join } from 'node:path'
import type { Fault } from '@ils/rules/language/fault'
import type { Rulebook } from '@ils/rules/language/rulebook'
import colours from 'picocolors'
import type { ConnectionOptions } from '../../lims-connection.ts'
import { exits, Plain, say, sayJson } from '../../say.ts'
import { readRulebookSource } from './rulebook-source.ts'

export interface LoadedRulebook {
  readonly files: ReadonlyMap<string, string>
  readonly rulebook: Rulebook | null
  readonly hash: string | null
  /** Sorted, with the folder (or what names the rulebook of a LIMS) in front of their files. */
  readonly faults: readonly Fault[]
}

/** A rulebook with its faults: of a folder, or by the name that a LIMS has for it. */
export async function loadSource(source: string, options: ConnectionOptions): Promise<LoadedRulebook> {
  const { loadRulebook } = await import('@ils/rules/language/load-rulebook')
  const files = await readRulebookSource(source, options)
  const { rulebook, hash, faults } = loadRulebook(files)
  return { files, rulebook, hash, faults: placeFaults(source, faults) }
}

/** The rulebook for a command that can do nothing with a faulty one: then its faults are said and it ends. */
export async function openRulebook(
  source: string,
  options: ConnectionOptions,
): Promise<{ readonly rulebook: Rulebook; readonly hash: string; readonly files: ReadonlyMap<string, string> }> {
  const { rulebook, hash, faults, files } = await loadSource(source, options)
  if (rulebook && hash !== null && faults.length === 0) return { rulebook, hash, files }
  if (options.json) sayJson({ valid: false, faults })
  else sayFaults(faults)
  throw new Plain(`${source} has ${counted(faults.length, 'fault')}; nothing else was done`, exits.wrong)
}

export function placeFaults(source: string, faults: readonly Fault[]): readonly Fault[] {
  return faults
    .map((fault) => (fault.file === undefined ? fault : { ...fault, file: join(source, fault.file) }))
    .sort(byPlace)
}

/** As compilers write them, so that editors and terminals find the place. */
export function sayFaults(faults: readonly Fault[]): void {
  for (const fault of faults) say(faultLine(fault))
}

export function faultLine({ file, line, column, pointer, code, message }: Fault): string {
  const place = file === undefined ? pointer || '(rulebook)' : `${file}:${line ?? 1}:${column ?? 1}`
  return `${colours.bold(place)}  ${colours.red(code)}  ${message}`
}

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

function byPlace(a: Fault, b: Fault): number {
  const [left, right] = [a.file ?? '', b.file ?? '']
  if (left !== right) return left < right ? -1 : 1
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || (a.pointer < b.pointer ? -1 : 1)
}
