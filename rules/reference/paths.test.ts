import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPath } from '../engine/json-path.ts'
import { readPathByReference } from './reference-evaluator.ts'

const key = fc.constantFrom('a', 'b', 'x y', 'a.b', '0', '1', 'length', '*', '-1', 'é', '', '$ref', '0:1')
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(0, 1, '', 'abc', null, undefined, true),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(key, tie('value'), { maxKeys: 3 }),
}))
const step = fc.oneof(
  fc.constantFrom('a', 'b', 'c', '0', '1', 'length', 'é', 'x y', '$ref').map((name) => `.${name}`),
  fc.constantFrom('0', '1', '2', 'a', '-1', 'length').map((name) => `[${name}]`),
  fc.constantFrom('a', 'a.b', 'x y', '', '0').map((name) => `['${name}']`),
  fc.constantFrom('a', 'a.b', 'x y').map((name) => `["${name}"]`),
  fc.constantFrom('[*]', '.*', '..a', '..*', '..[0]', '..[*]', "..['b']"),
  fc.constantFrom('[0:1]', '[:]', '[1:]', '[:-1]', '[::2]', '[0:-1]', '[1:0]', '[-2:]'),
  fc.constantFrom('[0,1]', '[a,b]', '[a,0]', '[0,0]'),
)
const path = fc.tuple(fc.constantFrom('$', '$', '$', ''), fc.array(step, { maxLength: 4 })).map(([root, steps]) => {
  const text = root + steps.join('')
  return text === '' ? 'a' : text
})

test('paths find what they find in json-rules-engine', async () => {
  await fc.assert(
    fc.asyncProperty(
      path,
      fc.array(fc.oneof(values.object, values.list), { minLength: 5, maxLength: 10 }),
      async (text, given) => {
        const root = text.startsWith('.[') ? `$${text.slice(1)}` : text
        const read = readPath(root)
        for (const value of given) expect(read(value as object)).toEqual(await readPathByReference(value, root)) // lists and objects
      },
    ),
    { numRuns: 2000, seed: 1 },
  )
})

test.each(['$.a[?(@.b > 1)]', '$.a[(@.length-1)]', '$.a^', '$.a~', '$.a@number()', '$.`a', '$.a.[0]'])(
  'a program in a path is not taken: %s',
  (text) => {
    expect(() => readPath(text)).toThrow(/outside of what is taken/)
  },
)
