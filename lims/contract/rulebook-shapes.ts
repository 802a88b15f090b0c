import type { Finding } from '@ils/rules/analysis/finding'
import type { Fault } from '@ils/rules/language/fault'
import type { Rulebook } from '@ils/rules/language/rulebook'
import type { Change } from '@ils/rules/rulebook/change'
import type { CaseMiss } from '@ils/rules/rulebook/run-cases'
import { Type, type Static } from '@sinclair/typebox'

/** Shapes that drafts, releases and judging share. What `@ils/rules` defines is not defined here once more. */
export const Sha256 = (description: string) =>
  Type.String({ pattern: '^[0-9a-f]{64}$', description: `${description} (SHA-256 of its canonical JSON)` })

export const ReleaseNumber = Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'Number of the release' })
export const DraftVersion = Type.Integer({
  minimum: 0,
  maximum: 2_147_483_647,
  description: 'How many saves the draft had: the version you saw',
})

export const Person = Type.Object(
  { id: Type.String({ description: 'The holder' }), name: Type.String({ description: 'Their name as it was then' }) },
  { additionalProperties: false },
)
export type Person = Static<typeof Person>

/** Somebody of the lab, or the LIMS itself, which has no id. */
export const Doer = Type.Object(
  {
    kind: Type.Unsafe<'person' | 'service' | 'system'>({ type: 'string', enum: ['person', 'service', 'system'] }),
    id: Type.Union([Type.String(), Type.Null()], { description: 'The holder; null: the LIMS itself' }),
    name: Type.String({ description: 'Their name as it was then' }),
  },
  { additionalProperties: false, description: 'Who did it' },
)
export type Doer = Static<typeof Doer>

// These are closed in `@ils/rules`; here they are carried, not judged.
export const RulebookShape = Type.Unsafe<Rulebook>(
  Type.Object(
    {},
    {
      additionalProperties: true,
      description: 'A rulebook as one object: settings, vocabulary, catalogue, groups, rules, tables, cases',
    },
  ),
)
export const FaultShape = Type.Unsafe<Fault>(
  Type.Object(
    {},
    {
      additionalProperties: true,
      description: 'What is wrong, with code, message, pointer and, of files, file, line and column',
    },
  ),
)
export const FindingShape = Type.Unsafe<Finding>(
  Type.Object(
    {},
    {
      additionalProperties: true,
      description: 'What the analysis found: kind, weight, rules, region, witness, message',
    },
  ),
)
export const MissShape = Type.Unsafe<CaseMiss>(
  Type.Object({}, { additionalProperties: true, description: 'What a case expected and what it saw' }),
)
export const ChangeShape = Type.Unsafe<Change>(
  Type.Object(
    {},
    {
      additionalProperties: true,
      description: 'One difference: kind, subject, id, path, before, after and a sentence',
    },
  ),
)

/** A rulebook as its folder: path with `/` → text. */
export const RulebookFiles = Type.Record(
  Type.String({ pattern: '^[A-Za-z0-9_][A-Za-z0-9_./-]{0,199}$' }),
  Type.String({ maxLength: 32 * 1024 * 1024 }),
  { description: 'The files of the folder, path → text', maxProperties: 20_000 },
)
export type RulebookFiles = Static<typeof RulebookFiles>
