import type { Cause } from '@ils/contract/problem'
import { checkRulebook } from '@ils/rules/language/check-rulebook'
import type { Fault } from '@ils/rules/language/fault'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { writeRulebook } from '@ils/rules/language/write-rulebook'
import { applyOperations } from '@ils/rules/rulebook/apply-operations'
import type { Change } from '@ils/rules/rulebook/change'
import { diffRulebooks } from '@ils/rules/rulebook/diff-rulebooks'
import { mergeRulebooks, type Choice, type Conflict } from '@ils/rules/rulebook/merge-rulebooks'
import type { Operation } from '@ils/rules/rulebook/operation'
import { operationsBetween } from '@ils/rules/rulebook/operations-between'
import type { Source } from './draft-content.ts'
import { contentOf, type Content } from '../contents/store.ts'
import { BadZip, mustBeInside, unzipFiles, zipFiles } from '../contents/zip-files.ts'

/** A content as somebody made it, and what it took. */
export interface Made {
  /** Null where it is not sound; then there are faults, and the text stands beside it. */
  readonly content: Content | null
  readonly unsound: string | null
  readonly faults: readonly Fault[]
  readonly touched: readonly string[]
  readonly operations: readonly Operation[]
}

/** Outcomes pass between threads, where a `Refusal` would lose its class. */
export type Outcome = { readonly made: Made } | { readonly refused: readonly Cause[] }

/** Files of a folder, or the zip of one. */
export type Brought = readonly (readonly [path: string, text: string])[] | Uint8Array

export interface Merging {
  readonly base: string
  readonly ours: string
  readonly theirs: string
  readonly choices: readonly (readonly [path: string, choice: Choice])[]
}

const MOST_FAULTS = 50
const MOST_CONFLICTS = 200

/** Everything that takes long with a large rulebook, from text to text: it runs in a thread or at once. */
export const draftWork = {
  /** A version as JSON. */
  read: (source: Source): string => (source.steps.length === 0 ? source.text : JSON.stringify(opened(source))),

  edit({ source, operations }: { source: Source; operations: readonly Operation[] }): Outcome {
    const tried = applyOperations(opened(source), operations)
    if (!tried.ok) {
      const causes = tried.faults.map(({ at, code, field, message, value }) => ({
        ...{ code, field: `body.operations.${at}${field === '' ? '' : `.${field.replaceAll('/', '.')}`}`, message },
        ...(value === undefined ? {} : { value: shortened(value) }),
      }))
      return { refused: causes }
    }
    const { rulebook, touched } = tried.applied
    return { made: made(rulebook, touched, operations) }
  },

  replace({ source, brought }: { source: Source; brought: Brought }): Outcome {
    try {
      const files = brought instanceof Uint8Array ? unzipFiles(brought) : inside(brought)
      const { rulebook, faults } = loadRulebook(files)
      if (!rulebook) return { refused: faults.slice(0, MOST_FAULTS).map(causeOf) }
      return { made: madeFrom(opened(source), rulebook) }
    } catch (error) {
      if (error instanceof BadZip) return { refused: [{ code: 'bad_files', field: 'body', message: error.message }] }
      throw error
    }
  },

  merge({ base, ours, theirs, choices }: Merging): Outcome {
    const before = parsed(ours)
    const { rulebook, conflicts } = mergeRulebooks(parsed(base), before, parsed(theirs), new Map(choices))
    if (!rulebook) return { refused: conflicts.slice(0, MOST_CONFLICTS).map(conflictCause) }
    return { made: madeFrom(before, rulebook) }
  },

  compare: ({ before, after }: { before: string; after: string }): readonly Change[] =>
    diffRulebooks(parsed(before), parsed(after)),

  /** As JSON, because nobody on the way looks into it. */
  files: (text: string): string => JSON.stringify(Object.fromEntries(writeRulebook(parsed(text)))),

  zip: (text: string): Uint8Array => zipFiles(writeRulebook(parsed(text))),
}

export type DraftWork = typeof draftWork

// Texts come from our own tables: what is kept has the form of a rulebook.
const parsed = (text: string): Rulebook => JSON.parse(text) as Rulebook

/** Steps were applied once already, one save after the other. */
function opened({ text, steps }: Source): Rulebook {
  return steps.reduce((rulebook, operations) => {
    const again = applyOperations(rulebook, operations)
    if (!again.ok) throw new Error(`an edit that was kept cannot be made again: ${again.faults[0]?.message ?? ''}`)
    return again.applied.rulebook
  }, parsed(text))
}

function made(rulebook: Rulebook, touched: readonly string[], operations: readonly Operation[]): Made {
  const faults = checkRulebook(rulebook)
  const content = faults.length === 0 ? contentOf(rulebook) : null
  return { content, unsound: content ? null : JSON.stringify(rulebook), faults, touched, operations }
}

/** As it came whole, its operations are for the history: they say what, and the content says how. */
function madeFrom(before: Rulebook, after: Rulebook): Made {
  const operations = operationsBetween(before, after)
  const applied = applyOperations(before, operations)
  const named = operations.map(({ op, part, id, in: inside }) => ({
    ...{ op, part, id },
    ...(inside === undefined ? {} : { in: inside }),
  }))
  // Without its value a `put` is a line of the history, and never applied.
  const whole = made(after, applied.ok ? applied.applied.touched : [], named as readonly Operation[])
  // Its operations could not bring it back, so it has to be kept as it is.
  if (!whole.content) throw new Error(`what was loaded or merged is not sound: ${whole.faults[0]?.message ?? ''}`)
  return whole
}

function inside(files: readonly (readonly [path: string, text: string])[]): Map<string, string> {
  for (const [path] of files) mustBeInside(path)
  return new Map(files)
}

const causeOf = ({ code, message, pointer, file, line, column }: Fault): Cause => ({
  code,
  field: [file, line, column].filter((part) => part !== undefined).join(':') || pointer,
  message,
  ...(pointer === '' ? {} : { value: pointer }),
})

const conflictCause = ({ kind, path, sentence, ours, theirs }: Conflict): Cause => ({
  ...{ code: kind, field: path, message: sentence },
  ...(ours === undefined ? {} : { value: ours }),
  ...(theirs === undefined ? {} : { limit: theirs }),
})

const shortened = (value: unknown): unknown => {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 200 ? `${text.slice(0, 200)}…` : value
}
