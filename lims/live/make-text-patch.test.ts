import { applyTextPatch } from '@ils/contract/text-patch'
import { canonicalJson } from '@ils/rules/language/canonical-json'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeTextPatch } from './make-text-patch.ts'

const things = fc.array(fc.record({ id: fc.string({ unit: 'grapheme' }), cells: fc.array(fc.integer()) }), {
  maxLength: 30,
})
const patched = (before: Buffer, pieces: ReturnType<typeof makeTextPatch>) =>
  Buffer.from(applyTextPatch(before, { pieces })).toString()

it('a patch makes of one text exactly the other, whatever they are', () => {
  fc.assert(
    fc.property(things, things, fc.string({ unit: 'grapheme' }), (one, two, text) => {
      const [before, after] = [one, [...one.slice(1), ...two, ...one.slice(0, 1)]].map((all) =>
        Buffer.from(JSON.stringify(all)),
      )
      if (!before || !after) return
      expect(patched(before, makeTextPatch(before, after))).toBe(after.toString())
      const other = Buffer.from(text)
      expect(patched(before, makeTextPatch(before, other))).toBe(text)
      expect(patched(other, makeTextPatch(other, after))).toBe(after.toString())
    }),
  )
})

it('a patch of one edit is no longer than what was edited', () => {
  const rules = Array.from({ length: 1000 }, (_, at) => ({ id: `rule-${at}`, limit: at, cells: [{ a: 1 }, { a: 1 }] }))
  const before = Buffer.from(canonicalJson({ name: 'lab', rules }))
  const edited = rules.toSpliced(500, 1, { id: 'rule-500', limit: -1, cells: [{ a: 1 }, { a: 2 }] }).toSpliced(20, 1)
  const after = Buffer.from(canonicalJson({ name: 'lab', rules: edited }))
  const pieces = makeTextPatch(before, after)
  expect(patched(before, pieces)).toBe(after.toString())
  expect(JSON.stringify(pieces).length).toBeLessThan(200)
})

it('a patch for another text is refused, not applied in part', () => {
  expect(() => applyTextPatch(Buffer.from('short'), { pieces: [[2, 4]] })).toThrow('up to 6 of a text of 5')
})
