import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { textOfBytes } from '../bytes.ts'
import { recordsOf, valueOf } from './message.ts'
import { readByEye } from './read-by-eye.ts'
import { readMessage } from './read-message.ts'
import { itemsOf, numbersOf, pairOf, unquoted } from './read-value.ts'
import { writeMessage } from './write-message.ts'

const samples = join(import.meta.dirname, '../conformance/samples')
const sample = (name: string) => new Uint8Array(readFileSync(join(samples, name)))

/** Bytes that mean something here come far more often than chance would bring them. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc
    .array(fc.constantFrom(...Array.from('=;,"*?@RAZTJOB1.-+ \r\n\x1a\x1b\x00\xfc')), { maxLength: 300 })
    .map((all) => Uint8Array.from(all, (one) => one.charCodeAt(0))),
)

describe('a message that was read', () => {
  test('is written back as the very bytes it came as, whatever they were', () => {
    fc.assert(
      fc.property(bytes, (given) => {
        expect(writeMessage(readMessage(given))).toEqual(given)
      }),
      { numRuns: 2000 },
    )
  })

  test.each(readdirSync(samples))('is the same file again: %s', (name) => {
    expect(writeMessage(readMessage(sample(name)))).toEqual(sample(name))
  })

  test('holds every record with its value as it stood, and no line in two records', () => {
    fc.assert(
      fc.property(bytes, (given) => {
        for (const { kind, label, value, raw } of readMessage(given).records) {
          expect(raw.length).toBeGreaterThan(0)
          if (kind === 'end') continue
          expect(value).not.toMatch(/[\r\n]/)
          const line = raw.replace(/[\r\n]+$/, '')
          if (kind !== 'record') expect({ label, value }).toEqual({ label: '', value: line })
          else expect(line.slice(line.indexOf('=') + 1)).toBe(value)
        }
      }),
      { numRuns: 1000 },
    )
  })
})

describe('line endings', () => {
  test.each(['\r', '\n', '\r\n', '\n\r', '\n\n\r', '\r\n\r\n'])('%j ends a record', (ending) => {
    const message = readMessage(`JOB=1${ending}DBL=18${ending}`)
    expect(message.records.map(({ kind, label, value }) => [kind, label, value])).toEqual([
      ['record', 'JOB', '1'],
      ['record', 'DBL', '18'],
    ])
  })

  test('a last line without one is a record all the same', () => {
    expect(valueOf(readMessage('JOB=1\nDBL=18'), 'DBL')).toBe('18')
  })

  test('a DOS end of file is no part of the last value', () => {
    expect(valueOf(readMessage('DBL=18\x1a'), 'DBL')).toBe('18')
    expect(valueOf(readMessage('DBL=18\r\n\x1a\x00\x00'), 'DBL')).toBe('18')
  })

  test('a 1A that records follow is a byte like another', () => {
    const message = readMessage('REM=a\x1ab\nDBL=18\n')
    expect([valueOf(message, 'REM'), valueOf(message, 'DBL')]).toEqual(['a\x1ab', '18'])
  })
})

describe('records', () => {
  const message = readMessage(sample('lab-job.oma'))

  test('labels are found in upper case, however they were written', () => {
    const read = readMessage('job=7\n Dbl =18\n_myLabel=x\n')
    expect([valueOf(read, 'JOB'), valueOf(read, 'DBL'), valueOf(read, '_MYLABEL')]).toEqual(['7', '18', 'x'])
    expect(read.records[0]?.raw).toBe('job=7\n')
  })

  test("labels of vendors and shadows of the standard's are kept beside them", () => {
    expect([valueOf(message, 'THKA'), valueOf(message, '_THKA')]).toEqual(['40;140', '36;144'])
    expect(valueOf(message, '.ED')).toBe('1;1')
  })

  test('spaces and empty places in a value mean something', () => {
    expect(valueOf(message, '_ENVELOPE')).toBe(',;,')
    expect(valueOf(message, '_OCONTROLS')).toBe('  a b ; ')
    expect(valueOf(message, 'TEXT_11')).toBe(' ;')
  })

  test('a value may hold the sign that ends a label', () => {
    expect(recordsOf(message, 'REM').map(({ value }) => value)).toEqual(['first remark', 'second remark = with a sign'])
  })

  test('bytes beyond ASCII come through, one character each', () => {
    expect(valueOf(message, 'PATIENT')).toBe('Müller, René')
    expect(textOfBytes(Uint8Array.of(0x80, 0x9f, 0xff))).toBe('\x80\x9f\xff')
  })

  test('a line without "=" continues the record before it, and strays where there is none', () => {
    expect(readMessage('lost\nR=1;2\n3;4\n').records.map(({ kind }) => kind)).toEqual([
      'stray',
      'record',
      'continuation',
    ])
  })
})

describe('values of two eyes', () => {
  const message = readMessage(sample('lab-job.oma'))
  const pair = (label: string) => pairOf(valueOf(message, label) ?? '')

  test('right comes first', () => {
    expect(numbersOf(valueOf(message, 'SPH') ?? '')).toEqual({ right: 2, left: -0.5 })
  })

  test('an empty field is an eye without a value', () => {
    expect(pair('IPD')).toMatchObject({
      right: { state: 'known', text: '31.5' },
      left: { state: 'empty' },
      single: false,
    })
    expect(numbersOf(valueOf(message, 'NPD') ?? '')).toEqual({ left: 30 })
  })

  test('a question mark is said to be unknown', () => {
    expect([pair('_LLVAL').right?.state, pair('_LLVAL').left?.state]).toEqual(['unknown', 'unknown'])
  })

  test('one value is one, and both eyes only where the reader says so', () => {
    expect(pairOf('18')).toEqual({ right: { state: 'known', text: '18' }, single: true, raw: '18' })
    expect(numbersOf('18')).toEqual({ right: 18 })
    expect(numbersOf('18', 'both')).toEqual({ right: 18, left: 18 })
  })

  test('negative zeros, negative angles and negative amounts are numbers', () => {
    expect(numbersOf(valueOf(message, 'PRVM') ?? '')).toEqual({ right: 0, left: 0.5 })
    expect(numbersOf(valueOf(message, 'RPRVA') ?? '')).toEqual({ right: 173, left: -3 })
    expect(numbersOf(valueOf(message, 'RPRVM') ?? '')).toEqual({ right: -1.28, left: 0.4 })
  })

  test('lists stand between commas inside a field', () => {
    expect(itemsOf(pair('CCPOSDRP').left?.text ?? '')).toEqual(['-0.02', '7.75', '0.38'])
  })

  test('quotes protect what is between them', () => {
    expect(unquoted(valueOf(message, 'JOB') ?? '')).toBe('70412')
    expect(pair('CLNAME')).toMatchObject({ single: true, right: { text: '"Made-up Optics; Main Street"' } })
  })

  test('some records begin with their eye', () => {
    expect(readByEye(message, 'XSTATUS')).toEqual([
      { eye: 'R', fields: ['1110', 'External module returns warning', 'W'] },
      { eye: 'L', fields: ['2001', 'Too thin', 'E'] },
    ])
    expect(readByEye(readMessage('PROC=GEN;x\n'), 'PROC')).toEqual([{ fields: ['GEN', 'x'] }])
  })
})

describe('reading takes time that grows with the bytes', () => {
  // What is only looked through is looked through at the speed of the memory it lies in, and little lies in a faster one:
  // it is compared beyond any of those.
  const hard: Record<string, { few: number; text: (n: number) => string }> = {
    'lines without "="': { few: 120_000, text: (n) => 'x\n'.repeat(n / 2) },
    'no line ending at all': { few: 12_000_000, text: (n) => '='.repeat(n) },
    'only carriage returns': { few: 120_000, text: (n) => 'R=1;2;3\r'.repeat(n / 8) },
    'quotes that never close': { few: 120_000, text: (n) => `X=${'"x;'.repeat(n / 3)}` },
    'ends of file': { few: 12_000_000, text: (n) => `${'\x1a'.repeat(n - 1)}x` },
  }
  const effort = (text: string, times: number): number => {
    const before = process.cpuUsage().user
    for (let i = 0; i < times; i++) for (const { value } of readMessage(text).records) pairOf(value)
    return process.cpuUsage().user - before
  }
  // The processor's clock may tick as seldom as a hundred times a second, so it is read over many of its ticks.
  const measurable = 80_000
  // Five times the bytes take five times the work; looking again and again for what is not there takes 25 times.
  test.each(Object.keys(hard))('%s', (name) => {
    const { few, text: textOf } = hard[name] ?? { few: 0, text: String }
    const [text, longer] = [textOf(few), textOf(5 * few)]
    effort(text, 3)
    let times = 1
    while (effort(text, times) < measurable) times *= 2
    // What else the machine does makes a round seem dearer, never the work cheaper: one that is as it should be suffices.
    let least = Infinity
    for (let round = 0; round < 3 && least >= 15; round++)
      least = Math.min(least, effort(longer, times) / effort(text, times))
    expect(least).toBeLessThan(15)
  })
})
