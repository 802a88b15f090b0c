import { operationParts, type Operation } from '@ils/rules/rulebook/operation'
import { Type, type Static } from '@sinclair/typebox'
import { Draft, draftParams } from './drafts.ts'
import { endpoint } from './endpoint.ts'
import { DraftVersion, FaultShape, Person } from './rulebook-shapes.ts'
import { Instant, Line, Nullable, Page, pageQuery, Words } from './shapes.ts'

// A `kind` or a `section` is for what the LIMS writes itself: undoing, and pushing a whole folder.
const smallParts = operationParts.filter((part) => part !== 'kind' && part !== 'section')

const OperationShape = Type.Unsafe<Operation>(
  Type.Object(
    {
      op: Words(['put', 'remove'], 'put: adds or replaces; remove: takes away'),
      part: Words(smallParts, 'What kind of thing'),
      id: Type.String({ minLength: 1, maxLength: 200, description: 'Which one' }),
      in: Type.Optional(
        Type.String({ minLength: 1, maxLength: 200, description: 'Of an entry: its kind; of a row: its table' }),
      ),
      value: Type.Optional(Type.Unknown({ description: 'The whole thing as it shall be; for put' })),
      after: Type.Optional(
        Nullable(
          Type.String({ maxLength: 200, description: 'Of a row or group: behind which one; null: first of all' }),
        ),
      ),
    },
    { additionalProperties: false, description: 'One small edit' },
  ),
)

export const Saved = Type.Object(
  {
    draft: Draft,
    touched: Type.Array(Type.String(), { description: 'What was changed, in words' }),
    faults: Type.Array(FaultShape, { description: 'What keeps this version from being judged by; empty: it is sound' }),
  },
  { additionalProperties: false },
)
export type Saved = Static<typeof Saved>

const EDIT_BYTES = 16 * 1024 * 1024

export const editDraft = endpoint({
  method: 'POST',
  path: '/api/drafts/:draftId/edits',
  noun: 'drafts',
  summary: 'Save edits: all of them, or none',
  description:
    'Kept even where the rulebook is unsound for the moment: the faults come back, the last sound version stays for trying. A check of everything follows by itself. An edit takes every approval back.',
  access: { scope: 'releases:write' },
  params: draftParams,
  body: Type.Object(
    {
      version: DraftVersion,
      title: Type.Optional(Line('What this edit does, for the history', 200)),
      operations: Type.Array(OperationShape, { minItems: 1, maxItems: 10_000, description: 'In this order' }),
    },
    { additionalProperties: false },
  ),
  bodyLimitBytes: EDIT_BYTES,
  answer: { status: 200, means: 'The draft after the edit', body: Saved },
  refusals: ['not_found', 'draft_changed', 'draft_closed', 'bad_edit'],
  repeat: 'keyed',
})

const versionOnly = Type.Object({ version: DraftVersion }, { additionalProperties: false })

export const undoEdit = endpoint({
  method: 'POST',
  path: '/api/drafts/:draftId/undo',
  noun: 'drafts',
  summary: 'Take the last edit back; it stays in the history',
  access: { scope: 'releases:write' },
  params: draftParams,
  body: versionOnly,
  answer: { status: 200, means: 'The draft after it', body: Saved },
  refusals: ['not_found', 'draft_changed', 'draft_closed', 'nothing_to_undo'],
  repeat: 'keyed',
})

export const redoEdit = endpoint({
  method: 'POST',
  path: '/api/drafts/:draftId/redo',
  noun: 'drafts',
  summary: 'Do again what was taken back last',
  access: { scope: 'releases:write' },
  params: draftParams,
  body: versionOnly,
  answer: { status: 200, means: 'The draft after it', body: Saved },
  refusals: ['not_found', 'draft_changed', 'draft_closed', 'nothing_to_undo'],
  repeat: 'keyed',
})

export const DraftEdit = Type.Object(
  {
    version: DraftVersion,
    kind: Words(['edit', 'undo', 'redo', 'import', 'merge'], 'How it came'),
    title: Nullable(Type.String({ description: 'What whoever made it calls it' })),
    touched: Type.Array(Type.String(), { description: 'What was changed, in words; the first hundred' }),
    operations: Type.Integer({ description: 'How many small operations it is made of' }),
    by: Person,
    at: Instant('When'),
    takenBack: Type.Boolean({ description: 'An undo took it back' }),
  },
  { additionalProperties: false },
)
export type DraftEdit = Static<typeof DraftEdit>

export const listEdits = endpoint({
  method: 'GET',
  path: '/api/drafts/:draftId/edits',
  noun: 'drafts',
  summary: 'What was edited, by whom and when, the newest first',
  access: { scope: 'releases:read' },
  params: draftParams,
  query: Type.Object(pageQuery, { additionalProperties: false }),
  answer: { status: 200, means: 'Edits', body: Page(DraftEdit, 'Edits') },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const mergeDraft = endpoint({
  method: 'POST',
  path: '/api/drafts/:draftId/merge',
  noun: 'drafts',
  summary: 'Bring a draft onto the release in force by a three-way merge',
  description: 'Where both changed the same place it is refused with the conflicts; send a choice for each path.',
  access: { scope: 'releases:write' },
  params: draftParams,
  body: Type.Object(
    {
      version: DraftVersion,
      choices: Type.Optional(
        Type.Record(Type.String({ maxLength: 1000 }), Words(['base', 'ours', 'theirs'], 'Whose side'), {
          description: 'Path of a conflict → whose side: ours is the draft, theirs the release in force',
          maxProperties: 10_000,
        }),
      ),
    },
    { additionalProperties: false },
  ),
  answer: { status: 200, means: 'The draft on its new base', body: Saved },
  refusals: [
    'not_found',
    'draft_changed',
    'draft_closed',
    'merge_conflict',
    'already_so',
    'nothing_in_force',
    'gate_shut',
  ],
  repeat: 'keyed',
})
