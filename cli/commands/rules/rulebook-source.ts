import type { RulebookFiles } from '@ils/contract/rulebook-shapes'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { readRulebookFolder } from '../../rulebook-folder.ts'
import { exits, Plain } from '../../say.ts'
import { findDraft } from './find-draft.ts'

/** A rulebook of a LIMS as its files, and which one it is. */
export interface FetchedRulebook {
  readonly files: ReadonlyMap<string, string>
  readonly draft: { readonly id: string; readonly name: string; readonly version: number } | null
  /** The release itself, or the one that the draft began from. */
  readonly release: number | null
}

const RELEASE = /^release:([1-9]\d{0,9})$/

const isOnServer = (source: string): boolean => source === 'in-force' || /^(draft|release):/.test(source)

/** The files of a rulebook, from a folder or from a LIMS. */
export async function readRulebookSource(
  source: string,
  options: ConnectionOptions,
): Promise<ReadonlyMap<string, string>> {
  if (!isOnServer(source)) return readRulebookFolder(source)
  return (await fetchRulebook(connect(options), source)).files
}

export async function fetchRulebook(lims: LimsClient, source: string): Promise<FetchedRulebook> {
  if (source.startsWith('draft:')) {
    const { id, name, base } = await findDraft(lims, source.slice('draft:'.length))
    const { version, files } = await lims.draftFiles({ params: { draftId: id } })
    return { files: asMap(files), draft: { id, name, version }, release: base }
  }
  const number = await releaseNamed(lims, source)
  const { files } = await lims.releaseFiles({ params: { number } })
  return { files: asMap(files), draft: null, release: number }
}

async function releaseNamed(lims: LimsClient, source: string): Promise<number> {
  if (source === 'in-force') return (await lims.getInForce()).number
  const number = Number(RELEASE.exec(source)?.[1])
  if (number > 0) return number
  throw new Plain(`${source} names no rulebook: write in-force, release:7 or draft:name`, exits.usage)
}

const asMap = (files: RulebookFiles): ReadonlyMap<string, string> => new Map(Object.entries(files))
