import { textOf } from '@ils/oma/records/write-message'
import { describe, expect, it } from 'vitest'
import type { Machine } from '../machine-of-line.ts'
import { messageFor, type MessageParts } from './message-for.ts'
import type { Eye, Natural, ValuesOfJob } from './values-of-job.ts'

const machine = (id: string, dev: string | null, more: Partial<Machine> = {}): Machine => ({
  ...{ id, dev, station: 'edge', class: 'edger', vendor: 'Kelda', model: 'Rim; 5', labels: [], ...more },
})
const edger = machine('EDG-1', 'EDG')

interface Known {
  readonly eyes?: readonly Eye[]
  readonly facts?: Readonly<Record<string, Natural | Readonly<Partial<Record<Eye, Natural>>>>>
  readonly slots?: Readonly<Record<string, Natural>>
}

function valuesOf({ eyes = ['right', 'left'], facts = {}, slots = {} }: Known): ValuesOfJob {
  return {
    eyes,
    fact(eye, ids) {
      const found = ids.map((id) => facts[id]).find((value) => value !== undefined)
      return typeof found === 'object' ? found[eye] : found
    },
    slot: (_, label, id) => slots[`${label}@${id}`] ?? slots[label],
    slots: Object.keys(slots).map((name) => {
      const [label = '', id] = name.split('@')
      return { label, machine: id ?? null }
    }),
  }
}

const linesOf = (known: Known, more: Partial<MessageParts> = {}): string[] => {
  const values = valuesOf(known)
  const parts: MessageParts = {
    ...{ values, machine: edger, machines: [edger, machine('GEN-1', 'GEN'), machine('TNT-1', null)], traces: {} },
    ...{ at: values.eyes, orderRef: null, overrides: {}, ...more },
  }
  return textOf(messageFor(parts)).trimEnd().split('\r\n')
}

describe('what a machine is told of a job', () => {
  it('has `?` where a lens has no value, nothing where there is no lens, and 0 where it has none of a power', () => {
    const facts = { 'lens.sphere': -2, 'lens.cylinder': { right: -0.5 }, 'make.centre': { right: 1.5 } }
    expect(linesOf({ facts })).toEqual(
      expect.arrayContaining(['SPH=-2.00;-2.00', 'CYL=-0.50;0.00', 'CTHICK=1.50;?', 'ADD=0.00;0.00']),
    )
    expect(linesOf({ facts, eyes: ['left'] })).toEqual(expect.arrayContaining(['DO=L', 'SPH=;-2.00', 'CYL=;0.00']))
    expect(linesOf({ facts }).some((one) => one.startsWith('IPD='))).toBe(false)
  })

  it('gets what rules filled in for it before what they filled in for all, and is told of the others by PROC', () => {
    const lines = linesOf({
      slots: { LMATID: 1, 'LMATID@EDG-1': 7, 'LMATID@GEN-1': 26, 'TINT@TNT-1': 'B50', POLISH: 1 },
    })
    expect(lines).toEqual(expect.arrayContaining(['LMATID=7;7', 'POLISH=1;1']))
    expect(lines).toEqual(
      expect.arrayContaining(['PROC=R;EDG;Kelda;Rim  5;LMATID;7', 'PROC=L;GEN;Kelda;Rim  5;LMATID;26']),
    )
    expect(lines.filter((one) => one.includes('B50'))).toEqual([])
  })

  it('lays out a segment where the wearer reads, and a fitting cross before the pupil', () => {
    // (51 + 20) / 2 - 31 = 4.50 and 16 - 44.01 / 2 = -6.005, as a lab file writes them.
    const facts = {
      'lens.a': 51,
      'lens.b': 44.01,
      'frame.dbl': 20,
      'fitting.pd': 31,
      'fit.nearPd': 29,
      'fitting.height': 16,
    }
    const single = linesOf({ facts: { ...facts, 'design.segment': 'none' } })
    expect(single).toEqual(expect.arrayContaining(['FCOCIN=4.50;4.50', 'FCOCUP=-6.01;-6.01', 'MPD=71.00', 'DBL=20.00']))
    expect(single.filter((one) => /^(FCSG|SEGHT)/.test(one))).toEqual([])
    const lined = linesOf({ facts: { ...facts, 'design.segment': 'flat', 'lens.referenceHeight': 22.005 } })
    expect(lined).toEqual(
      expect.arrayContaining(['FCOCUP=0.00;0.00', 'FCSGIN=6.50;6.50', 'FCSGUP=-6.01;-6.01', 'SGOCIN=-2.00;-2.00']),
    )
    expect(linesOf({ facts: { ...facts, 'design.segment': 'progressive' } })).toContain('FCSGIN=4.50;4.50')
  })

  it('writes the front in dioptres of TIND', () => {
    const facts = { 'lens.front': 6.91, 'material.index': 1.586, 'setting.toolIndex': 1.53 }
    expect(linesOf({ facts })).toEqual(
      expect.arrayContaining(['FRNT=6.250;6.250', 'TIND=1.530;1.530', 'LIND=1.586;1.586']),
    )
  })

  it('says what its line wants said instead, and nothing that no packet can hold', () => {
    const lines = linesOf(
      { facts: { 'design.id': 'ПАЛ\u0006' } },
      { overrides: { LNAM: 'X;Y', RNGD: '43' }, orderRef: 'A;7' },
    )
    expect(lines).toEqual(expect.arrayContaining(['LNAM=X;Y', 'RNGD=43', 'RXNM=A 7']))
    expect(linesOf({ facts: { 'design.id': 'ПАЛ\u0006' } })).toContain('LNAM=    ;    ')
  })
})
