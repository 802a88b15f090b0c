import { isRecord } from './rulebook-tree.ts'
import type { Thing } from './thing-list.ts'

/** What may stand under a key of a rulebook for a draft to be edited by operations; the full check asks for more. */
interface Form {
  readonly holds: (value: unknown) => boolean
  readonly says: string
}

const isText = (value: unknown): value is string => typeof value === 'string'

const isRecordOf = (value: unknown, holds: (one: unknown, key: string) => boolean): value is Thing =>
  isRecord(value) && Object.entries(value).every(([key, one]) => holds(one, key))

/** Things with a name of their own each; whether two have the same is not asked here. */
export const isListOfThings = (value: unknown, key = 'id'): value is readonly Thing[] =>
  Array.isArray(value) && value.every((one) => isRecord(one) && typeof one[key] === 'string')

const TEXTS = new Set(['currency', 'timeZone', 'review'])

/** Of settings that nobody knows anything may be said. */
export function isSetting(value: unknown, name: string): boolean {
  if (name === 'languages') return Array.isArray(value) && value.every(isText)
  return !TEXTS.has(name) || isText(value)
}

const text: Form = { holds: isText, says: 'a text' }
const things: Form = { holds: (value) => isListOfThings(value), says: 'a list of objects, each with an `id`' }

const forms: ReadonlyMap<string, Form> = new Map([
  ['format', text],
  ['name', text],
  ['settings', { holds: (value) => isRecordOf(value, isSetting), says: 'an object of settings' }],
  ['vocabulary', things],
  [
    'catalogue',
    {
      holds: (value) => isRecordOf(value, (list) => isListOfThings(list)),
      says: 'an object of lists by kind, their entries with an `id` each',
    },
  ],
  ['groups', things],
  ['conditions', { holds: (value) => isRecordOf(value, isRecord), says: 'an object of conditions by name' }],
  ['rules', things],
  ['tables', things],
  ['cases', things],
  [
    'accepted',
    { holds: (value) => isListOfThings(value, 'finding'), says: 'a list of objects, each with its `finding`' },
  ],
])

/** What must stand there and does not, in words; null where all is well. Under unknown keys anything may. */
export function wrongForm(section: string, value: unknown): string | null {
  const form = forms.get(section)
  return form === undefined || form.holds(value) ? null : form.says
}

/** A section of the given rulebook that no operation can work on, and what it must be. */
export function wrongSection(rulebook: unknown): string | null {
  if (!isRecord(rulebook)) return 'A rulebook is an object.'
  for (const section of forms.keys()) {
    const says = wrongForm(section, Object.hasOwn(rulebook, section) ? rulebook[section] : undefined)
    if (says !== null) return `The rulebook’s \`${section}\` must be ${says}.`
  }
  return null
}

export const isKnownSection = (section: string): boolean => forms.has(section)
