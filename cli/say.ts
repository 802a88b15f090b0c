import { LimsRefused, LimsUnreachable } from '@ils/lims-client/refused'
import { BadSettings } from '@ils/platform/config/read-settings'
import { CommanderError } from 'commander'
import colours from 'picocolors'

/** How the command line talks: results to stdout, everything else to stderr. */
export const exits = { wrong: 1, usage: 2, unreachable: 69, hopeless: 70, settings: 78 } as const

export function say(text = ''): void {
  process.stdout.write(`${text}\n`)
}

export function sayJson(value: unknown): void {
  say(JSON.stringify(value, null, 2))
}

export function sayAside(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** An end that the person at the keyboard can do something about: one clear message, no stack. */
export class Plain extends Error {
  readonly exit: number
  constructor(message: string, exit: number = exits.wrong) {
    super(message)
    this.name = 'Plain'
    this.exit = exit
  }
}

export function failWith(error: unknown): never {
  // It has said so itself; help and the version end here too, and well.
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : exits.usage)
  sayAside(`${colours.red('✗')} ${messageOf(error)}`)
  process.exit(exitOf(error))
}

function messageOf(error: unknown): string {
  if (error instanceof LimsRefused) {
    const causes = error.problem.causes.map((cause) => `\n    ${cause.message}`).join('')
    return `${error.message} (${error.code})${causes}\n  correlation id ${error.problem.correlationId}`
  }
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return `${error.message}${cause}`
}

function exitOf(error: unknown): number {
  if (error instanceof Plain) return error.exit
  if (error instanceof BadSettings) return exits.settings
  if (error instanceof LimsUnreachable) return exits.unreachable
  return exits.wrong
}

/** Rows in columns, as wide as they need to be. */
export function table(rows: readonly (readonly string[])[], indent = '  '): string {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, c) => Math.max(...rows.map((row) => visibleLength(row[c] ?? ''))))
  return rows
    .map(
      (row) =>
        indent +
        row
          .map((cell, c) => cell + ' '.repeat((widths[c] ?? 0) - visibleLength(cell)))
          .join('   ')
          .trimEnd(),
    )
    .join('\n')
}

// Colours take room in the text, not on the screen.
// eslint-disable-next-line no-control-regex -- the escape character is what colours begin with
export const visibleLength = (text: string): number => text.replaceAll(/\u001b\[\d+m/g, '').length
