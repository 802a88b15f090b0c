import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OmaRefusal } from '../refusal.ts'
import { buildMessage } from './build-message.ts'
import { insertRecord, removeRecords, replaceRecords, setValue } from './edit-message.ts'
import { labels } from './labels.ts'
import { recordsOf, valueOf, type Message } from './message.ts'
import { overridesFor } from './overrides-for.ts'
import { readMessage } from './read-message.ts'
import { personalLabels, withoutPersonal } from './without-personal.ts'
import { textOf } from './write-message.ts'
import { formatValue } from './write-value.ts'

const ending = fc.constantFrom('\r\n', '\n', '\r', '\n\n\r')
const label = fc.constantFrom('JOB', 'SPH', 'rem', '_X', '.IFT', 'R', 'PATIENT', 'clname')
const value = fc
  .array(fc.constantFrom(...Array.from('abc019;,.?"+- =\xfc')), { maxLength: 12 })
  .map((characters) => characters.join(''))
const line = fc.tuple(label, value, ending).map((parts) => `${parts[0]}=${parts[1]}${parts[2]}`)
const written = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('', 'JOB=last', '\x1a', 'DBL=17\x1a\x00'))
  .map(([lines, last]) => lines.join('') + last)
const wanted = fc.constantFrom('JOB', 'SPH', 'REM', '_X', 'DBL')

const others = (message: Message, of: string): string[] =>
  message.records.filter((record) => record.label !== of).map(({ raw }) => raw)
const withoutEndings = (raws: readonly string[]): string[] => raws.map((raw) => raw.replace(/[\r\n]+$/, ''))

describe('editing one record', () => {
  test('changes that value and no byte of any other line', () => {
    fc.assert(
      fc.property(written, wanted, value, (text, at, said) => {
        const message = readMessage(text)
        const edited = setValue(message, at, said)
        const again = readMessage(textOf(edited))
        expect(valueOf(again, at)).toBe(said)
        expect(again.records).toEqual(edited.records)
        const had = recordsOf(message, at).length > 0
        if (had) expect(others(again, at)).toEqual(others(message, at))
        else expect(withoutEndings(others(again, at))).toEqual(withoutEndings(others(message, at)))
        expect(recordsOf(again, at).slice(1)).toEqual(recordsOf(message, at).slice(1))
      }),
      { numRuns: 1000 },
    )
  })

  test('set to what it said already, changes nothing at all', () => {
    fc.assert(
      fc.property(written, wanted, (text, at) => {
        const message = readMessage(text)
        const old = valueOf(message, at)
        fc.pre(old !== undefined)
        expect(textOf(setValue(message, at, old ?? ''))).toBe(text)
      }),
    )
  })

  test('keeps the label and the line ending as they were written', () => {
    expect(textOf(setValue(readMessage('job=1\n\n\rDBL=17\r'), 'JOB', '2'))).toBe('job=2\n\n\rDBL=17\r')
  })

  test('takes the lines that continued the old value with it', () => {
    expect(textOf(setValue(readMessage('R=1;2\r\n3;4\nDBL=17\r\n'), 'R', '5;6'))).toBe('R=5;6\nDBL=17\r\n')
  })

  test('of a new label stays before a DOS end of file and keeps a missing last ending missing', () => {
    expect(textOf(setValue(readMessage('JOB=1\n\x1a'), 'DBL', '17'))).toBe('JOB=1\nDBL=17\n\x1a')
    expect(textOf(setValue(readMessage('JOB=1\nSPH=2'), 'DBL', '17'))).toBe('JOB=1\nSPH=2\nDBL=17')
    expect(textOf(setValue(readMessage(''), 'DBL', '17'))).toBe('DBL=17\r\n')
  })
})

describe('editing all records of a label', () => {
  test('puts the new ones where the first old one stood, and keeps the rest', () => {
    fc.assert(
      fc.property(written, wanted, fc.array(value, { maxLength: 4 }), (text, at, said) => {
        const message = readMessage(text)
        const edited = readMessage(textOf(replaceRecords(message, at, said)))
        expect(recordsOf(edited, at).map((record) => record.value)).toEqual(said)
        expect(withoutEndings(others(edited, at))).toEqual(withoutEndings(others(message, at)))
      }),
      { numRuns: 500 },
    )
    expect(textOf(replaceRecords(readMessage('A=1\nREM=x\nREM=y\nB=2\n'), 'REM', ['p', 'q', 'r']))).toBe(
      'A=1\nREM=p\nREM=q\nREM=r\nB=2\n',
    )
  })

  test('removes them with what continues them', () => {
    expect(textOf(removeRecords(readMessage('A=1\nREM=x\nmore\nB=2\nREM=y'), 'REM'))).toBe('A=1\nB=2\n')
  })

  test('inserts one at a place', () => {
    expect(textOf(insertRecord(readMessage('A=1\rB=2\r'), 1, 'C', '3'))).toBe('A=1\rC=3\rB=2\r')
  })
})

test.each([
  ['REM', 'two\nlines', 'character'],
  ['REM', 'a packet ends \x1d', 'character'],
  ['REM', 'not in latin-1: ł', 'character'],
  ['A=B', '1', 'label'],
  ['', '1', 'label'],
])('what could not be read back the same is refused: %s=%j', (name, said, code) => {
  const attempt = () => setValue(readMessage('JOB=1\n'), name, said)
  expect(attempt).toThrow(OmaRefusal)
  expect(attempt).toThrow(expect.objectContaining({ code }))
})

describe('building', () => {
  test('writes pairs, unknowns, missing eyes and the decimals of each label', () => {
    const message = buildMessage([
      ['JOB', '4711'],
      ['SPH', { right: 2, left: -0.5 }, { decimals: 2, sign: 'always' }],
      ['AX', { right: 85, left: 9.6 }],
      ['IPD', { left: 31.25 }],
      ['NPD', { right: null, left: null }],
      ['DBL', 17.5],
      ['LIND', { right: 1.6, left: 1.6 }],
      ['_OWN', 0.125],
      ['TRCFMT', [1, 360, 'E', 'R', 'F']],
    ])
    expect(textOf(message).split('\r\n')).toEqual([
      ...['JOB=4711', 'SPH=+2.00;-0.50', 'AX=85;10', 'IPD=;31.25', 'NPD=?;?', 'DBL=17.50', 'LIND=1.600;1.600'],
      ...['_OWN=0.125', 'TRCFMT=1;360;E;R;F', ''],
    ])
  })

  test('what was built is read as what was meant', () => {
    const number = fc.integer({ min: -99_999, max: 99_999 }).map((n) => n / 100)
    fc.assert(
      fc.property(number, number, (right, left) => {
        expect(formatValue('SPH', { right, left })).toBe(
          `${right.toFixed(2)};${left.toFixed(2)}`.replaceAll('-0.00', '0.00'),
        )
      }),
    )
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e9])('%s cannot be written', (number) => {
    expect(() => formatValue('SPH', number)).toThrow(OmaRefusal)
  })
})

describe('personal labels', () => {
  test('are emptied, whatever they said and however they were written, and nothing else changes', () => {
    fc.assert(
      fc.property(written, (text) => {
        const message = readMessage(text)
        const clean = readMessage(textOf(withoutPersonal(message)))
        const isPersonal = (name: string): boolean => personalLabels.includes(name)
        const rest = (of: Message) => of.records.filter((record) => !isPersonal(record.label)).map(({ raw }) => raw)
        expect(clean.records.filter((record) => isPersonal(record.label)).every((record) => record.value === '')).toBe(
          true,
        )
        expect(rest(clean)).toEqual(rest(message))
      }),
      { numRuns: 500 },
    )
  })

  test('go with their continuation and their shadow', () => {
    const message = readMessage('patient=Doe\r\nJohn\r\n_PATIENT=Doe\r\n.CLNAME=Shop\r\nJOB=1\r\n')
    expect(textOf(withoutPersonal(message))).toBe('patient=\r\n_PATIENT=\r\n.CLNAME=\r\nJOB=1\r\n')
  })

  test('are those of the dictionary', () => {
    expect(personalLabels).toEqual(['CLNAME', 'SHIPTO', 'PATIENT'])
  })
})

test('an entry of the dictionary that has decimals has numbers', () => {
  for (const [name, { kind, decimals, meaning }] of Object.entries(labels)) {
    expect(name).toMatch(/^[A-Z_][A-Z0-9_]*$/)
    expect(meaning.length, name).toBeGreaterThanOrEqual(4)
    expect(decimals === undefined, name).toBe(kind !== 'number' && kind !== 'whole')
  }
})

describe('what one device is told otherwise', () => {
  const message = readMessage(
    'LMATID=1;1\r\nPROC=R;GEN;;;LMATID;26\r\nPROC=L;GEN;;;LMATID;27\r\nPROC=B;EDG;MEI;;_IDSEQ;12\r\n',
  )

  test('takes the place of what all are told', () => {
    expect(valueOf(overridesFor(message, { dev: 'GEN', vendor: 'X' }), 'LMATID')).toBe('26;27')
    expect(valueOf(overridesFor(message, { dev: 'EDG' }), 'LMATID')).toBe('1;1')
  })

  test('is one value where the label has one, and a row that says nothing of use changes nothing', () => {
    const odd = readMessage(
      'DBL=17\r\nPROC=B;GEN;;;DBL;18\r\nPROC=R;GEN;;;;1\r\nPROC=R;GEN;;;A=B;1\r\nPROC=R\r\nPROC=R;GEN;;;SPH;\x1a1\r\n',
    )
    const told = overridesFor(odd, { dev: 'GEN' })
    expect(valueOf(told, 'DBL')).toBe('18')
    expect(told.records.slice(1)).toEqual(odd.records.slice(1))
  })

  test('holds only for the vendor it names', () => {
    expect(valueOf(overridesFor(message, { dev: 'edg', vendor: 'MEI' }), '_IDSEQ')).toBe('12;12')
    expect(valueOf(overridesFor(message, { dev: 'EDG', vendor: 'OTHER' }), '_IDSEQ')).toBeUndefined()
  })
})
