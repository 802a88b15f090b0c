import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readMessage } from '../records/read-message.ts'
import { textOf } from '../records/write-message.ts'
import { buildFile, fileKind } from './file-message.ts'
import { readDesignStatus, readStatus, statusCode, statuses, statusValue } from './status.ts'

describe('STATUS', () => {
  test('has a name for each of its numbers', () => {
    expect(statuses).toHaveLength(20)
    expect([
      statusCode('no error'),
      statusCode('missing record'),
      statusCode('busy'),
      statusCode('process failed'),
    ]).toEqual([0, 7, 11, 19])
  })

  test.each([
    ['STATUS=0;', { code: 0, text: '' }],
    ['STATUS=7;SPH missing', { code: 7, text: 'SPH missing' }],
    ['STATUS=256;own;words', { code: 256, text: 'own;words' }],
    ['STATUS=fine', undefined],
    ['JOB=1', undefined],
  ])('%s is read', (text, wanted) => {
    expect(readStatus(readMessage(text))).toEqual(wanted)
  })

  test('is written so that it can be read', () => {
    fc.assert(
      fc.property(fc.nat(19), fc.string(), (code, text) => {
        const read = readStatus(readMessage(`STATUS=${statusValue({ code, text })}\r\n`))
        expect(read?.code).toBe(code)
        expect(read?.text).toMatch(/^[ -~\u00a0-\u00ff]*$/)
      }),
    )
  })

  test('of a design engine is told for each eye', () => {
    expect(
      readDesignStatus(readMessage('XSTATUS=R;1110;External module returns warning;W\nXSTATUS=B;9;x;E\n')),
    ).toEqual([
      { eye: 'R', code: 1110, text: 'External module returns warning', severity: 'W' },
      { eye: 'B', code: 9, text: 'x', severity: 'E' },
    ])
  })
})

test('a file says what it is in its first record', () => {
  expect(textOf(buildFile('LDS', [['JOB', '1']]))).toBe('REQ=LDS\r\nJOB=1\r\n')
  expect(
    ['REQ=lms\n', 'ANS=LMS\n', 'REQ=TRC\n', 'JOB=1\nREQ=LDS\n', ''].map((text) => fileKind(readMessage(text))),
  ).toEqual([...['LMS', 'LMS', undefined, undefined, undefined]])
})
