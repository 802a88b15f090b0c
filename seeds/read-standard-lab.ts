import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'

// Compiled, this file lies one folder below.
const here = import.meta.dirname
const folder = join(basename(here) === 'dist' ? dirname(here) : here, 'standard-lab')

/** The JSON files of the standard lab, by their path inside its folder with `/`: what `loadRulebook` takes. */
export function readStandardLab(): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  return new Map(paths.map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')]))
}
