import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { printBase, printPower, readAxis, readBase, readMillimetres, readPower, readWholeRx } from './read-typed.ts'

const value = (typed: ReturnType<typeof readPower>): number | null | 'wrong' => (typed.ok ? typed.value : 'wrong')

describe('what opticians type', () => {
  test.each([
    ['-125', -1250],
    ['+50', 500],
    ['125', 1250],
    ['25', 250],
    ['12', 12_000],
    ['2', 2000],
    ['-1050', -10_500],
    ['-.5', -500],
    ['+1,75', 1750],
    ['1.12', 1125],
    ['−3.00', -3000],
    ['pl', 0],
    ['-0', 0],
    ['', null],
    ['-', null],
    ['1.2.3', 'wrong'],
    ['abc', 'wrong'],
  ])('power %s is %s', (text, expected) => {
    expect(value(readPower(text))).toBe(expected)
  })

  test('a cylinder without a sign takes the sign of the practice', () => {
    expect(value(readPower('75', -1))).toBe(-750)
    expect(value(readPower('+75', -1))).toBe(750)
  })

  test.each([
    ['x90', 90],
    ['0', 180],
    ['175°', 175],
    ['1800', 'wrong'],
  ])('axis %s is %s', (text, expected) => {
    expect(value(readAxis(text))).toBe(expected)
  })

  test.each([
    ['315', 3150],
    ['31,5', 3150],
    ['31', 3100],
    ['-3', 'wrong'],
  ])('distance %s is %s', (text, expected) => {
    expect(value(readMillimetres(text))).toBe(expected)
  })

  test('in is towards the nose, which lies on another side of each eye', () => {
    expect(value(readBase('in', 'right'))).toBe(0)
    expect(value(readBase('BI', 'left'))).toBe(180)
    expect(value(readBase('out', 'left'))).toBe(0)
    expect(value(readBase('bu', 'left'))).toBe(90)
    expect(value(readBase('45', 'right'))).toBe(45)
    expect(value(readBase('400', 'right'))).toBe('wrong')
  })

  test('a whole prescription can be pasted', () => {
    expect(readWholeRx('-1.25 -0.50 x 90')).toEqual({ sphere: -1250, cylinder: -500, axis: 90 })
    expect(readWholeRx('+200 / -75 / 5')).toEqual({ sphere: 2000, cylinder: -750, axis: 5 })
    expect(readWholeRx('plano +1.00x0')).toEqual({ sphere: 0, cylinder: 1000, axis: 180 })
    expect(readWholeRx('-1.25')).toBeNull()
  })

  test('what is written out is read as the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: -240, max: 240 }), (eighths) => {
        expect(value(readPower(printPower(eighths * 125)))).toBe(eighths * 125)
      }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 359 }), fc.constantFrom('right' as const, 'left' as const), (base, eye) => {
        expect(value(readBase(printBase(base, eye), eye))).toBe(base)
      }),
    )
  })
})
