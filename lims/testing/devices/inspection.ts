import type { Entry } from '@ils/oma/records/build-message'
import { valueOf, type Message } from '@ils/oma/records/message'
import { numbersOf } from '@ils/oma/records/read-value'
import { around } from './dice.ts'
import { endOf } from './end-of-wish.ts'
import { identityOf, wanted, type Machine } from './machine.ts'
import { pause } from './open-device.ts'

interface Reading {
  readonly label: string
  readonly expected: readonly string[]
  readonly decimals: number
  /** An amount, which is never below nothing; where none is expected, none is looked for. */
  readonly amount?: true
}

/** What it reads, by what it was told to expect; the values of a design engine come before those of the order. */
const READS: readonly Reading[] = [
  { label: 'SPH', expected: ['INSSPH', 'LDDRSPH', 'SPH'], decimals: 2 },
  { label: 'CYL', expected: ['INSCYL', 'LDDRCYL', 'CYL'], decimals: 2 },
  { label: 'AX', expected: ['INSAX', 'LDDRAX', 'AX'], decimals: 0 },
  { label: 'ADD', expected: ['INSADD', 'LDADD', 'ADD'], decimals: 2, amount: true },
  { label: 'PRVM', expected: ['INSPRPRVM', 'PRVM'], decimals: 2, amount: true },
  { label: 'CTHICK', expected: ['INSCTHK', 'CTHICK'], decimals: 2, amount: true },
]

const TAG = 'EXP'

/** Asks what a lens should read, reads it with an error, and uploads what it read. */
export const inspection: Machine = {
  dev: 'INS',
  identity: identityOf('INS', 'Focus'),
  definitions: { [TAG]: wanted([...new Set(READS.flatMap(({ expected }) => expected)), 'DO'].join(' ')) },
  async work(talk, job, { workMs, readingError, readingOff }) {
    const told = await talk.ask({ kind: 'download', request: TAG, job })
    if (!told.ok) return endOf(told, '')
    await pause(workMs)
    const data = READS.flatMap(({ label, expected, decimals, amount }): Entry[] => {
      const both = expectedOf(told.message, expected)
      const off = label === 'SPH' ? readingOff : 0
      const read = (value: number | undefined): number | undefined => {
        if (value === undefined || (amount && value === 0)) return undefined
        // An axis is read to the degree.
        const seen = value + off + (label === 'AX' ? 0 : around(talk.roll, readingError))
        return amount ? Math.max(0, seen) : seen
      }
      const seen = { right: read(both?.right), left: read(both?.left) }
      return seen.right === undefined && seen.left === undefined ? [] : [[label, seen, { decimals }]]
    })
    const end = await talk.ask({ kind: 'upload', request: 'INS', job, data })
    return endOf(end, `${data.length} values were read`, told.message)
  },
}

function expectedOf(told: Message, labels: readonly string[]) {
  for (const label of labels) {
    const both = numbersOf(valueOf(told, label) ?? '', 'both')
    if (both.right !== undefined || both.left !== undefined) return both
  }
  return undefined
}
