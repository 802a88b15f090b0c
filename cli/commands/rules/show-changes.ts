import type { Change } from '@ils/rules/rulebook/change'
import colours from 'picocolors'
import { say } from '../../say.ts'
import { counted } from './open-rulebook.ts'

const marks: Readonly<Record<Change['kind'], string>> = { added: '+', removed: '-', changed: '~', moved: '↕' }

/** Differences in words, a line each, and how many they are. */
export function showChanges(changes: readonly Change[]): void {
  for (const { kind, sentence } of changes) say(`${coloured(kind)} ${sentence}`)
  say(changes.length === 0 ? colours.green('✓ They are the same.') : counted(changes.length, 'difference'))
}

function coloured(kind: Change['kind']): string {
  const colour = kind === 'added' ? colours.green : kind === 'removed' ? colours.red : colours.yellow
  return colour(marks[kind])
}
