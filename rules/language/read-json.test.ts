import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readJson } from './read-json.ts'

const told = (text: string) => readJson(text).faults.map(({ code, line, column }) => `${code} ${line}:${column}`)

test('what JSON.parse reads is read the same', () => {
  const values = fc.jsonValue({ noUnicodeString: true })
  fc.assert(
    fc.property(values, fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      if (text.includes('__proto__')) return
      const read = readJson(text)
      expect(read.faults).toEqual([])
      expect(read.value).toEqual(JSON.parse(text))
    }),
    { numRuns: 500 },
  )
})

test('what JSON.parse refuses is refused', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(...'{}[],:"\\0123456789-+.eE tfn\n'.split('')) }),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const read = readJson(text)
      if (read.faults.length === 0) expect(() => void JSON.parse(text.replace(/^\uFEFF/, ''))).not.toThrow()
    }),
    { numRuns: 5000 },
  )
})

test.each([
  ['{"a":1,"a":2}', ['duplicate_key 1:8']],
  ['{"\\u00e9":1,\n"e\u0301":2}', ['duplicate_key 2:1']],
  ['[-0]', ['negative_zero 1:2']],
  ['[-0.0e5]', ['negative_zero 1:2']],
  ['[1e999]', ['number_too_large 1:2']],
  ['[1e-400]', ['precision_lost 1:2']],
  ['[0.1000000000000000055511151231257827]', ['precision_lost 1:2']],
  ['[9007199254740993]', ['precision_lost 1:2']],
  ['[1.50, 100, 1e23, 5e-324]', []],
  ['["\\ud83d"]', ['lone_surrogate 1:2']],
  ['["\\ud83d\\ude00"]', []],
  ['{"__proto__":1}', ['forbidden_key 1:2']],
  ['{"constructor":1,"toString":2,"hasOwnProperty":3}', []],
  ['[1,\n2,\n]', ['trailing_comma 2:2']],
  ['{"a":1,}', ['trailing_comma 1:7']],
  ['[NaN]', ['unexpected 1:2']],
  ['[01]', ['unexpected 1:3']],
  ['[1', ['unexpected 1:3']],
  ["{'a':1}", ['unexpected 1:2']],
  ['["a\tb"]', ['control_character 1:4']],
  ['["\\x"]', ['unexpected 1:3']],
  ['', ['unexpected 1:1']],
  ['1 2', ['unexpected 1:3']],
  ['\uFEFF[]', []],
])('%s is told at its place', (text, faults) => {
  expect(told(text)).toEqual(faults)
})

test('texts and keys come in normal form C', () => {
  expect(readJson('{"e\u0301":"e\u0301"}').value).toEqual({ é: 'é' })
})

test('a hostile depth or length is told at once', () => {
  expect(told('['.repeat(1_000_000))).toEqual(['too_deep 1:65'])
  expect(told('{"a":'.repeat(1_000_000))).toEqual(['too_deep 1:321'])
  expect(told(`1${'0'.repeat(1_000_000)}1`)).toEqual(['number_too_large 1:1'])
  expect(told(`0.${'0'.repeat(1_000_000)}1`)).toEqual(['precision_lost 1:1'])
})
