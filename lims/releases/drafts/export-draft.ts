import type { Db } from '@ils/platform/db/database'
import { doDraftWork } from './do-draft-work.ts'
import { sourceOf } from './draft-content.ts'
import { mustFindDraft } from './policy.ts'
import { findRulebookText } from '../contents/store.ts'

/** The rulebook of a version as one object, sound or not; as JSON, because nobody on the way looks into it. */
export async function exportRulebook(db: Db, draftId: string, version: number): Promise<string> {
  const rulebook = await doDraftWork('read', await sourceOf(db, draftId, version))
  return `{"version":${version},"rulebook":${rulebook}}`
}

/** Only a sound version has files: of others it may be unknown where things would stand. */
export interface SoundVersion {
  readonly version: number
  readonly hash: string
}

export async function soundVersionOf(db: Db, draftId: string): Promise<SoundVersion> {
  const { good_version: version, good_hash: hash } = await mustFindDraft(db, draftId)
  // A draft begins with a sound content, so there always is one.
  if (version === null || hash === null) throw new Error(`the draft ${draftId} never was sound`)
  return { version, hash }
}

/** The files of a folder, as JSON. */
export async function exportFiles(db: Db, { version, hash }: SoundVersion): Promise<string> {
  return `{"version":${version},"files":${await doDraftWork('files', await findRulebookText(db, hash))}}`
}

export async function exportZip(db: Db, { hash }: SoundVersion): Promise<Buffer> {
  return Buffer.from(await doDraftWork('zip', await findRulebookText(db, hash)))
}
