import { Type } from '@sinclair/typebox'
import { describe, expect, it } from 'vitest'
import { checkOf } from './validate.ts'

const Shape = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 5 }),
    count: Type.Integer({ minimum: 1, maximum: 10, default: 3 }),
    kind: Type.Optional(Type.Unsafe<string>({ type: 'string', enum: ['a', 'b'] })),
  },
  { additionalProperties: false },
)

describe('a refusal of input', () => {
  const causes = (value: unknown) => {
    const checked = checkOf(Shape)(value, 'body')
    return checked.ok ? [] : checked.causes
  }

  it.each([
    ['2026-11-21T10:00:00Z', true],
    ['2026-11-21T10:00:00.123+01:00', true],
    ['9999-12-31T23:59:60Z', false],
    ['2026-11-21T24:30:00Z', false],
    ['2026-13-01T10:00:00Z', false],
    ['2026-11-21', false],
    ['2026-02-29T10:00:00Z', false],
    ['2024-02-29T10:00:00Z', true],
  ])('takes instants that there are: %s', (text, fits) => {
    expect(checkOf(Type.Object({ at: Type.String({ format: 'date-time' }) }))({ at: text }, 'body').ok).toBe(fits)
  })

  it('names the field that is missing', () => {
    expect(causes({})).toEqual([{ code: 'required', field: 'body.name', message: 'body.name is missing' }])
  })

  it('names the field, the value and the limit', () => {
    expect(causes({ name: 'abcdef', count: 11 })).toEqual([
      expect.objectContaining({ field: 'body.name', value: 'abcdef', limit: 5 }),
      expect.objectContaining({ field: 'body.count', value: 11, limit: 10 }),
    ])
  })

  it('lists the words that would have been right', () => {
    expect(causes({ name: 'x', kind: 'c' })[0]).toMatchObject({
      message: 'body.kind must be one of a, b',
      limit: ['a', 'b'],
    })
  })

  it('names a field that does not belong', () => {
    expect(causes({ name: 'x', nmae: 'y' })[0]).toMatchObject({
      field: 'body.nmae',
      message: 'body.nmae is not a field of this request',
    })
  })

  it('shortens what it quotes', () => {
    const [cause] = causes({ name: 'x'.repeat(5000) })
    expect(String(cause?.value).length).toBeLessThan(100)
  })

  it('fills in defaults', () => {
    expect(checkOf(Shape)({ name: 'x' }, 'body')).toEqual({ ok: true, value: { name: 'x', count: 3 } })
  })

  it('reads numbers out of text only where text is what arrives', () => {
    expect(checkOf(Shape, 'textual')({ name: 'x', count: '7' }, 'query')).toEqual({
      ok: true,
      value: { name: 'x', count: 7 },
    })
    expect(checkOf(Shape)({ name: 'x', count: '7' }, 'body').ok).toBe(false)
  })

  it.each(['1e999', '-1e999'])('takes no number beyond all limits: %s', (count) => {
    expect(checkOf(Shape, 'textual')({ name: 'x', count }, 'query')).toMatchObject({
      ok: false,
      causes: [{ field: 'query.count' }],
    })
  })
})
