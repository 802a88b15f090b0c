import type { Draft } from '@ils/contract/drafts'
import type { Release } from '@ils/contract/releases'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { LimsRefused } from '@ils/lims-client/refused'
import { allPages } from './all-pages.ts'
import { findingLines } from './commands/rules/finding-lines.ts'
import { waitForCheck, type CheckDetails } from './commands/rules/wait-for-check.ts'
import { Plain } from './say.ts'

export interface ToPlant {
  /** Of the draft and so of the release: by it an earlier attempt is found again. */
  readonly name: string
  readonly notes: string
  readonly files: ReadonlyMap<string, string>
  readonly hash: string
  readonly onProgress: (says: string) => void
}

export type InForce = Awaited<ReturnType<LimsClient['getInForce']>>

/**
 * Brings the first rulebook into force through the gates that everybody goes through. Nobody else is asked: an empty lab's
 * first release needs no second person. Repeated after a crash it goes on where it was.
 */
export async function plantRulebook(lims: LimsClient, planted: ToPlant): Promise<Release> {
  const { name, notes, hash, onProgress } = planted
  onProgress(`${name}: a draft is begun`)
  let draft = (await findOurs(lims, name)) ?? (await begin(lims, name))
  const params = { draftId: draft.id }
  if (draft.hash !== hash) {
    onProgress(`${name}: ${planted.files.size} files are sent`)
    const body = { version: draft.version, title: name, files: Object.fromEntries(planted.files) }
    draft = (await lims.putDraftFiles({ params, body })).draft
  }
  const check = await waitForCheck(lims, draft.id, draft.version, {
    onWait: (seconds) => {
      onProgress(`${name}: the LIMS checks it, ${seconds} s`)
    },
  })
  if (check.summary.state !== 'passed') throw new Plain(whyNot(name, draft.id, check))
  draft = await lims.getDraft({ params })
  const { version } = draft
  if (draft.state === 'editing') {
    onProgress(`${name}: it is submitted`)
    await lims.submitDraft({ params, body: { version, notes } })
  }
  onProgress(`${name}: it is published`)
  return lims.publishDraft({ params, body: { version, hash } })
}

/** What judges now; null in a LIMS where nothing was ever published. */
export async function inForceNow(lims: LimsClient): Promise<InForce | null> {
  try {
    return await lims.getInForce()
  } catch (error) {
    if (error instanceof LimsRefused && error.code === 'nothing_in_force') return null
    throw error
  }
}

const begin = (lims: LimsClient, name: string): Promise<Draft> => lims.startDraft({ body: { name, from: null } })

/** Begun by an earlier attempt, and by nobody else. */
async function findOurs(lims: LimsClient, name: string): Promise<Draft | undefined> {
  const { id } = await lims.whoAmI()
  const open = await allPages((after) => lims.listDrafts({ query: { limit: 200, state: 'open', ...after } }))
  return open.find((draft) => draft.name === name && draft.createdBy.id === id && draft.base === null)
}

function whyNot(name: string, draftId: string, { faults, findings, failedCases }: CheckDetails): string {
  const open = findings.filter(({ weight, accepted }) => !accepted && weight !== 'advice')
  const reasons = [
    ...faults.map(({ message }) => message),
    ...open.flatMap(findingLines),
    ...failedCases.flatMap(({ id, misses }) => misses.map(({ sentence }) => `case ${id}: ${sentence}`)),
  ]
  const some = reasons.slice(0, 10).map((one) => `\n  ${one}`)
  return `The check of ${name} found something, so it was not published.${some.join('')}\n  All of it: ils rules status ${draftId} --check`
}
