import { readMessage } from '@ils/oma/records/read-message'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAnswer } from './read-answer.ts'

const read = (text: string, eye: 'right' | 'left' = 'right') =>
  readAnswer(readMessage(text.replaceAll('|', '\r\n')), eye)

describe('the answer of a design engine', () => {
  it('says of each eye what is about that eye', () => {
    const text = 'REQ=LMS|XSTATUS=R;1110;Module warns;W|XSTATUS=L;2001;Too short;E|CTHICK=2.10;2.30|'
    expect(read(text)).toMatchObject({ severity: 'warning', text: '1110 Module warns', figures: { centre: 2.1 } })
    expect(read(text, 'left')).toMatchObject({ severity: 'error', text: '2001 Too short', figures: { centre: 2.3 } })
  })

  it('is an error of both where its STATUS says so', () => {
    for (const eye of ['right', 'left'] as const) {
      expect(read('REQ=LMS|STATUS=4;No licence|', eye)).toMatchObject({
        severity: 'error',
        text: 'STATUS=4 No licence',
      })
    }
  })

  it('takes what a lensmeter must read before what the design is', () => {
    expect(read('INSSPH=-1.93;|LDDRSPH=-2.05;|').figures).toEqual({ sphere: -1.93 })
    expect(read('INSSPH=?;|LDDRSPH=-2.05;|').figures).toEqual({ sphere: -2.05 })
  })

  it.each([
    ['INSSPH=-2.00;|INSCYL=+0.50;|INSAX=90;|', { sphere: -1.5, cylinder: -0.5, axis: 180 }],
    ['INSSPH=-2.00;|INSCYL=+0.50;|INSAX=91;|', { sphere: -1.5, cylinder: -0.5, axis: 1 }],
    ['INSSPH=-2.00;|INSCYL=+0.50;|INSAX=0;|', { sphere: -1.5, cylinder: -0.5, axis: 90 }],
    ['INSSPH=-2.00;|INSCYL=-0.50;|INSAX=0;|', { sphere: -2, cylinder: -0.5, axis: 180 }],
    ['INSSPH=+1.00;|INSCYL=0.00;|', { sphere: 1, cylinder: 0 }],
  ])('%s is read with a cylinder that is not positive', (text, figures) => {
    expect(read(text).figures).toEqual(figures)
  })

  it('names surface files in any of the ways that are met', () => {
    const files = (text: string, eye: 'right' | 'left' = 'right') => read(text, eye).files
    expect(files('LDPATH=a.sdf;b.sdf|', 'left')).toEqual([{ eye: 'left', path: 'b.sdf', dev: null }])
    expect(files('LDPATH=L;b.sdf|')).toEqual([])
    expect(files('LDPATH=R;a.sdf|LDPATH=R;gen;g.sdf|')).toEqual([
      { eye: 'right', path: 'a.sdf', dev: null },
      { eye: 'right', path: 'g.sdf', dev: 'GEN' },
    ])
    expect(files('LDPATH=B;"D:\\s;1.sdf"|', 'left')).toEqual([{ eye: 'left', path: 'D:\\s;1.sdf', dev: null }])
    expect(files('LDPATH=?;|')).toEqual([])
  })

  it('reads any text without breaking, and never a positive cylinder', () => {
    const label = fc.constantFrom('XSTATUS', 'LDPATH', 'INSSPH', 'INSCYL', 'INSAX', 'STATUS', 'CTHICK', 'REQ')
    const value = fc.oneof(fc.string(), fc.stringMatching(/^[+-]?\d{0,3}(\.\d{0,2})?;[+-]?\d{0,3}(\.\d{0,2})?$/))
    fc.assert(
      fc.property(fc.array(fc.tuple(label, value), { maxLength: 12 }), (records) => {
        const text = records.map(([name, said]) => `${name}=${said}\r\n`).join('')
        const { figures, text: words } = read(text)
        expect(figures['sphere'] === undefined || (figures['cylinder'] ?? 0) <= 0).toBe(true)
        expect(words.length).toBeLessThanOrEqual(200)
      }),
    )
  })
})
