import { setTimeout as pause } from 'node:timers/promises'
import type { getCheck } from '@ils/contract/drafts'
import type { AnswerOf } from '@ils/contract/endpoint'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { Plain } from '../../say.ts'

export type CheckDetails = AnswerOf<typeof getCheck>

interface Waiting {
  /** Called while it is waited for. */
  readonly onWait?: (seconds: number) => void
  readonly withinMs?: number
}

const EVERY_MS = 250
const WITHIN_MS = 15 * 60_000

/** Waits until the LIMS has checked this version, or a later one, and answers what it found. */
export async function waitForCheck(
  lims: LimsClient,
  draftId: string,
  version: number,
  { onWait, withinMs = WITHIN_MS }: Waiting = {},
): Promise<CheckDetails> {
  const began = performance.now()
  for (;;) {
    const { check } = await lims.getDraft({ params: { draftId } })
    if (check && check.version >= version && (check.state === 'passed' || check.state === 'failed'))
      return lims.getCheck({ params: { draftId } })
    const waited = performance.now() - began
    if (waited > withinMs) {
      const minutes = Math.round(withinMs / 60_000)
      throw new Plain(
        `Version ${version} is still not checked after ${minutes} minutes: does a worker of the LIMS run?`,
      )
    }
    onWait?.(Math.round(waited / 1000))
    await pause(EVERY_MS)
  }
}
