import type { Trx } from '@ils/platform/db/database'
import type { App } from '../../app.ts'
import { checkRulebookTask } from '../tasks.ts'

export interface ToBeChecked {
  readonly draftId: string
  readonly version: number
  readonly hash: string
}

/** Has the content of a version checked; whoever brings the same content again finds what was found. */
export async function askForCheck(app: App, trx: Trx, { draftId, version, hash }: ToBeChecked): Promise<void> {
  // Not by the hash: a content that was left before its turn came is asked for again when somebody goes back to it.
  await app.queue.enqueue(trx, checkRulebookTask, { uniqueId: `${draftId}.${version}`, data: { hash } })
}
