import { valueOf } from '@ils/oma/records/message'
import { endOf } from './end-of-wish.ts'
import { identityOf, wanted, type Machine } from './machine.ts'

const DECISIONS: Readonly<Record<string, string>> = { 1: 'keep', 2: 'divert', 99: 'job unknown' }
const TAG = 'CNV'

/** Asks at a point of its loop what to do with a tray, by two private labels. */
export const conveyor: Machine = {
  dev: TAG,
  identity: identityOf(TAG, 'Loop'),
  definitions: { [TAG]: wanted('_DP _DECISION') },
  async work(talk, job, { point }) {
    const offer = [
      ['_DP', point],
      ['_DECISION', '0'],
    ] as const
    const told = await talk.ask({ kind: 'download', request: TAG, job, offer })
    if (!told.ok) return endOf(told, '')
    const decision = valueOf(told.message, '_DECISION')?.trim() ?? '?'
    return endOf(told, `at point ${point}: ${decision} (${DECISIONS[decision] ?? 'nobody knows what that means'})`)
  },
}
