import type { Entry } from '@ils/oma/records/build-message'
import { valueOf, type Message } from '@ils/oma/records/message'
import { numbersOf } from '@ils/oma/records/read-value'
import { around } from './dice.ts'
import { endOf } from './end-of-wish.ts'
import { identityOf, wanted, type Machine } from './machine.ts'
import { pause } from './open-device.ts'

const REPORT = 'UPL'

/** Gets a job, cuts for a while and reports what it did: the generator lists its labels, the edger has those of its class. */
function cutter(
  machine: Pick<Machine, 'dev' | 'identity' | 'definitions' | 'formats'>,
  report: (told: Message, roll: () => number) => readonly Entry[],
): Machine {
  return {
    ...machine,
    async work(talk, job, { workMs }) {
      const told = await talk.ask({ kind: 'download', request: machine.dev, job })
      if (!told.ok) return endOf(told, '')
      await pause(workMs)
      const eyes = valueOf(told.message, 'DO')?.trim() ?? 'B'
      const data: Entry[] = [['DO', eyes], ...report(told.message, talk.roll)]
      const end = await talk.ask({ kind: 'upload', request: REPORT, job, data })
      return endOf(end, `${machine.dev} did ${eyes === 'B' ? 'both eyes' : `eye ${eyes}`}`, told.message)
    },
  }
}

const GENERATED =
  'LNAM LMATID LIND GBASEX GCROSX GAX GTHK CRIB OPC FRNT DIA BLKTYP BLKD RNGH SBOCIN SBOCUP KPRVM KPRVA LDPATH PROC DO'

export const generator: Machine = cutter(
  {
    dev: 'GEN',
    identity: identityOf('GEN', 'Freecut'),
    definitions: { GEN: wanted(GENERATED) },
  },
  (told, roll) => measured(told, 'GTHK', 'GTHK', (thickness) => thickness + around(roll, 0.03)),
)

export const edger: Machine = cutter(
  {
    dev: 'EDG',
    identity: identityOf('EDG', 'Rim'),
    formats: [['TRCFMT', [1, 400, 'E', 'B']]],
  },
  (told, roll) => measured(told, 'CIRC', 'MCIRC', (circumference) => circumference + around(roll, 0.05)),
)

/** What was told of either eye, as it came out; of what nobody told it says nothing. */
function measured(told: Message, of: string, as: string, came: (value: number) => number): Entry[] {
  const { right, left } = numbersOf(valueOf(told, of) ?? '', 'both')
  if (right === undefined && left === undefined) return []
  const one = (value: number | undefined) => (value === undefined ? undefined : came(value))
  return [[as, { right: one(right), left: one(left) }, { decimals: 2 }]]
}
