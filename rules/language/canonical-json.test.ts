import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'
import { checkJson } from './check-json.ts'
import { sha256Hex } from './sha256.ts'

test.each([
  // RFC 8785, appendix B
  [0, '0'],
  [5e-324, '5e-324'],
  [-5e-324, '-5e-324'],
  [1.7976931348623157e308, '1.7976931348623157e+308'],
  [9007199254740992, '9007199254740992'],
  [-9007199254740992, '-9007199254740992'],
  [295147905179352830000, '295147905179352830000'],
  [9.999999999999997e22, '9.999999999999997e+22'],
  [1e23, '1e+23'],
  [999999999999999700000, '999999999999999700000'],
  [1e21, '1e+21'],
  [9.999999999999997e-7, '9.999999999999997e-7'],
  [0.000001, '0.000001'],
  [333333333.3333332, '333333333.3333332'],
])('the number %d is written as RFC 8785 does', (value, text) => {
  expect(canonicalJson(value)).toBe(text)
})

test('the example of RFC 8785, section 3.2.2, comes out byte by byte', () => {
  const given = JSON.parse(
    '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
      '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
  )
  expect(canonicalJson(given)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('keys are sorted by UTF-16 code units, as in RFC 8785, section 3.2.3', () => {
  const given = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 }
  expect(Object.values(JSON.parse(canonicalJson(given)))).toHaveLength(7)
  expect([...canonicalJson(given).matchAll(/:(\d)/g)].map(([, one]) => one).join('')).toBe('2467153')
})

test('the order of keys changes nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value))
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, one]) => [key, reversed(one)]),
  )
}

test('the hash is that of the UTF-8 bytes', () => {
  expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(sha256Hex('ü€😀')).toBe('bec2d3e7c2047c817dc4c8c4e13f7a4801bb0c7f8798e3ac3e2fd65d71cb4993')
})

test.each([
  [NaN, 'not_a_number'],
  [Infinity, 'not_a_number'],
  [-0, 'negative_zero'],
  [undefined, 'not_json'],
  [() => 1, 'not_json'],
  [1n, 'not_json'],
  [Symbol('x'), 'not_json'],
  [new Map(), 'not_json'],
  ['\ud800', 'lone_surrogate'],
  ['e\u0301', 'not_normal'],
])('%s has no canonical form: %s', (value, code) => {
  expect(checkJson({ a: [value] })).toMatchObject([{ code, pointer: '/a/0' }])
})

test('keys that cannot be written down are told with the place they stand in', () => {
  const given = JSON.parse('{"a":{"__proto__":1,"\\ud800":2}}') as unknown
  expect(checkJson(given).map(({ code }) => code)).toEqual(['forbidden_key', 'wrong_key'])
})

test('a value nested a hundred thousand deep is told, not gone into', () => {
  let value: unknown = []
  for (let i = 0; i < 100_000; i++) value = [value]
  expect(checkJson(value)).toMatchObject([{ code: 'too_deep' }])
})
