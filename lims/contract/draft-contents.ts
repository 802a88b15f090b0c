import { Type } from '@sinclair/typebox'
import { Saved } from './draft-edits.ts'
import { draftParams } from './drafts.ts'
import { endpoint } from './endpoint.ts'
import { ChangeShape, DraftVersion, ReleaseNumber, RulebookFiles, RulebookShape } from './rulebook-shapes.ts'
import { Line, Nullable, Words } from './shapes.ts'

export const draftRulebook = endpoint({
  method: 'GET',
  path: '/api/drafts/:draftId/rulebook',
  noun: 'drafts',
  summary: 'The draft as one object',
  access: { scope: 'releases:read' },
  params: draftParams,
  query: Type.Object(
    { version: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: 'An earlier version' })) },
    { additionalProperties: false },
  ),
  answer: {
    status: 200,
    means: 'Version and rulebook',
    body: Type.Object({ version: DraftVersion, rulebook: RulebookShape }, { additionalProperties: false }),
  },
  refusals: ['not_found'],
  repeat: 'safe',
  conditional: true,
})

export const draftFiles = endpoint({
  method: 'GET',
  path: '/api/drafts/:draftId/files',
  noun: 'drafts',
  summary: 'The draft as the files of a folder',
  access: { scope: 'releases:read' },
  params: draftParams,
  answer: {
    status: 200,
    means: 'Version and files',
    body: Type.Object({ version: DraftVersion, files: RulebookFiles }, { additionalProperties: false }),
  },
  refusals: ['not_found'],
  repeat: 'safe',
  conditional: true,
})

export const putDraftFiles = endpoint({
  method: 'PUT',
  path: '/api/drafts/:draftId/files',
  noun: 'drafts',
  summary: 'Replace the draft by the files of a folder; the history keeps what it changed',
  access: { scope: 'releases:write' },
  params: draftParams,
  body: Type.Object(
    {
      version: DraftVersion,
      title: Type.Optional(Line('What this changes, for the history', 200)),
      files: RulebookFiles,
    },
    { additionalProperties: false },
  ),
  bodyLimitBytes: 96 * 1024 * 1024,
  answer: { status: 200, means: 'The draft after it', body: Saved },
  refusals: ['not_found', 'draft_changed', 'draft_closed', 'bad_rulebook'],
  repeat: 'natural',
})

export const draftArchive = endpoint({
  method: 'GET',
  path: '/api/drafts/:draftId/archive',
  noun: 'drafts',
  summary: 'The draft as a zip of its folder',
  access: { scope: 'releases:read' },
  params: draftParams,
  answer: { status: 200, means: 'A zip file', type: 'application/zip' },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const putDraftArchive = endpoint({
  method: 'PUT',
  path: '/api/drafts/:draftId/archive',
  noun: 'drafts',
  summary: 'Replace the draft by the folder in a zip',
  access: { scope: 'releases:write' },
  params: draftParams,
  query: Type.Object({ version: DraftVersion }, { additionalProperties: false }),
  bodyType: 'application/zip',
  bodyLimitBytes: 32 * 1024 * 1024,
  answer: { status: 200, means: 'The draft after it', body: Saved },
  refusals: ['not_found', 'draft_changed', 'draft_closed', 'bad_rulebook'],
  repeat: 'natural',
})

export const draftChanges = endpoint({
  method: 'GET',
  path: '/api/drafts/:draftId/changes',
  noun: 'drafts',
  summary: 'What the draft changes, in sentences',
  access: { scope: 'releases:read' },
  params: draftParams,
  query: Type.Object(
    { against: Words(['base', 'in_force'], 'Compared with what it began from, or with what is in force now') },
    { additionalProperties: false },
  ),
  answer: {
    status: 200,
    means: 'Changes in the order of the rulebook',
    body: Type.Object(
      { against: Nullable(ReleaseNumber), changes: Type.Array(ChangeShape) },
      { additionalProperties: false },
    ),
  },
  refusals: ['not_found', 'nothing_in_force'],
  repeat: 'safe',
})
