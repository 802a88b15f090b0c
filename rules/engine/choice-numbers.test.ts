import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FactValue } from '../vocabulary/fact.ts'
import { openChoiceNumbers } from './choice-numbers.ts'
import type { CompiledFact } from './compiled-fact.ts'

const words = Array.from({ length: 12 }, (_, n) => `w${n}`)
const choice = (id: string, slot: number, isSet: boolean, allowed = words): CompiledFact => ({
  ...{ id, slot, isSet, allowed: new Set(allowed), type: isSet ? 'set' : 'enum', ofJob: true, required: false },
  ...{ step: 1, min: -Infinity, max: Infinity },
  // Numbers are given to slots and words; what else there is of the fact is not looked at.
  fact: {} as CompiledFact['fact'],
})

test('what is remembered for a combination is what was kept for it, through more sets than have a number', () => {
  const numbers = openChoiceNumbers<string>([choice('one', 0, false), choice('some', 1, true)])
  const both = numbers.combination(['one', 'some'])
  const alone = numbers.combination(['one'])
  if (!both || !alone) throw new Error('so few combinations have a number')
  let found = 0
  const chosen = fc.tuple(fc.option(fc.constantFrom(...words)), fc.subarray(words))
  for (const [one, some] of fc.sample(chosen, { numRuns: 20_000, seed: 7 })) {
    const values: FactValue[] = [one, some.toSorted()]
    numbers.read(values)
    for (const [combination, key] of [[both, JSON.stringify(values)] as const, [alone, String(one)] as const]) {
      const known = combination.known()
      if (known === undefined) combination.keep(key)
      else {
        found++
        expect(known).toBe(key)
      }
    }
  }
  expect(found).toBeGreaterThan(10_000)
})

test('choices with more combinations than there are exact numbers are not remembered', () => {
  const many = Array.from({ length: 300_000 }, (_, n) => String(n))
  const facts = ['a', 'b', 'c'].map((id, slot) => choice(id, slot, false, many))
  const numbers = openChoiceNumbers<string>(facts)
  expect(numbers.combination(['a', 'b'])).not.toBeNull()
  expect(numbers.combination(['a', 'b', 'c'])).toBeNull()
})
