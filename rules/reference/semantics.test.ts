import { describe, expect, test } from 'vitest'
import { compileRules, type CompileOptions, type RuleEvent, type RuleProperties } from '../engine/compile-rules.ts'
import { evaluateByReference } from './reference-evaluator.ts'

/** Yes: fires; no: does not; throws: json-rules-engine rejects. */
type Answer = 'yes' | 'no' | 'throws'
type Row = [says: string, conditions: object, facts: object, answer: Answer, options?: CompileOptions]

const leaf = (operator: string, value: unknown, more: object = {}) => ({
  all: [{ fact: 'f', operator, value, ...more }],
})
const lenient = { allowUndefinedFacts: true }
const yes = { fact: 'f', operator: 'equal', value: 1 }
const no = { fact: 'f', operator: 'equal', value: 2 }
const absent = { fact: 'absent', operator: 'equal', value: 1 }
const f = (value: unknown) => ({ f: value })
const mine = { n: 1 }
const shared = { one: { all: [yes] }, none: { any: [no] }, named: { condition: 'one' } }
const bare: object = Object.create(null) as object // an object that cannot be converted
const proto = (value: unknown): object => Object.defineProperty({}, '__proto__', { value, enumerable: true })

const structure: Row[] = [
  ['a root of several booleans counts only `any`', { any: [no], all: [yes], not: no }, f(1), 'no'],
  ['a root of `all` and `not` counts only `all`', { all: [yes], not: yes }, f(1), 'yes'],
  [
    'a root of `all` and `condition` counts only `all`',
    { all: [no], condition: 'one' },
    f(1),
    'no',
    { conditions: shared },
  ],
  [
    'below the root `condition` beats `all`',
    { all: [{ all: [no], condition: 'one' }] },
    f(1),
    'yes',
    { conditions: shared },
  ],
  ['a node with `all` and `fact` ignores the fact', { all: [{ all: [yes], ...no }] }, f(1), 'yes'],
  ['an empty `all` is true', { all: [] }, {}, 'yes'],
  ['an empty `any` is true', { any: [] }, {}, 'yes'],
  ['`not` of an empty `any` is false', { not: { any: [] } }, {}, 'no'],
  ['`not` of a list is refused', { not: [yes] }, f(1), 'throws'],
  ['`all` of one condition that is no list is refused', { all: yes }, f(1), 'throws'],
  ['a root without a boolean is refused', yes, f(1), 'throws'],
  ['no condition at all is refused', { all: [null] }, f(1), 'throws'],
  ['a leaf without a value is refused', { all: [{ fact: 'f', operator: 'equal' }] }, f(1), 'throws'],
  ['a leaf without a fact is refused', { all: [{ operator: 'equal', value: 1 }] }, f(1), 'throws'],
  ['an unknown operator throws when it is reached', leaf('is', 1), f(1), 'throws'],
  ['an unknown decorator throws as well', leaf('no:equal', 1), f(1), 'throws'],
  ['an operator that is no text throws', { all: [{ fact: 'f', operator: 5, value: 1 }] }, f(1), 'throws'],
]

const order: Row[] = [
  ['inside one priority all is evaluated', { all: [no, absent] }, f(1), 'throws'],
  ['`any` evaluates the rest as well', { any: [yes, absent] }, f(1), 'throws'],
  ['a higher priority decides before a lower one throws', { any: [{ ...yes, priority: 5 }, absent] }, f(1), 'yes'],
  ['and so it does under `all`', { all: [absent, { ...no, priority: 5 }] }, f(1), 'no'],
  ['a lower priority is evaluated when nothing is decided', { any: [{ ...no, priority: 5 }, absent] }, f(1), 'throws'],
  ['priority zero is priority one', { any: [{ ...yes, priority: 0 }, absent] }, f(1), 'throws'],
  ['priorities may be negative', { any: [yes, { ...absent, priority: -3 }] }, f(1), 'yes'],
  ['a list has priorities too', { any: [{ all: [yes], priority: '7' }, absent] }, f(1), 'yes'],
  ['a priority of `__proto__` throws', { any: [{ ...yes, priority: '__proto__' }, yes] }, f(1), 'throws'],
  ['a single condition needs no priority', { any: [{ ...yes, priority: '__proto__' }] }, f(1), 'yes'],
]

const references: Row[] = [
  ['a shared condition stands for what it says', { all: [{ condition: 'one' }] }, f(1), 'yes', { conditions: shared }],
  ['a root may be a reference', { condition: 'named' }, f(1), 'yes', { conditions: shared }],
  ['an unknown shared condition throws', { all: [{ condition: 'other' }] }, f(1), 'throws', { conditions: shared }],
  ['a name every object has is no shared condition', { condition: 'toString' }, f(1), 'throws', { conditions: shared }],
  [
    'a shared condition that is a bare leaf is refused',
    { all: [] },
    {},
    'throws',
    { conditions: { bad: yes as never } },
  ],
  ['a shared condition without a name is refused', { all: [] }, {}, 'throws', { conditions: { '': { all: [] } } }],
  [
    'an early answer spares a circle',
    { condition: 'round' },
    f(1),
    'yes',
    { conditions: { round: { any: [{ ...yes, priority: 2 }, { condition: 'round' }] } } },
  ],
  [
    'a circle throws',
    { condition: 'round' },
    f(1),
    'throws',
    { conditions: { round: { not: { condition: 'round' } } } },
  ],
]

const facts: Row[] = [
  ['a missing fact throws', leaf('equal', 1), {}, 'throws'],
  ['a missing fact is undefined where that is allowed', leaf('equal', undefined), {}, 'yes', lenient],
  ['a missing fact passes notEqual', leaf('notEqual', null), {}, 'yes', lenient],
  ['a missing fact passes notIn', leaf('notIn', [1]), {}, 'yes', lenient],
  ['a fact that is there but undefined never throws', leaf('equal', 1), f(undefined), 'no'],
  ['an inherited fact counts', leaf('equal', 1), Object.create(f(1)) as object, 'yes'],
  ['a fact without a name is refused', leaf('equal', 1), { ...f(1), '': 2 }, 'throws'],
  [
    'every object has a constructor, which is no fact',
    { all: [{ fact: 'constructor', operator: 'equal', value: 1 }] },
    {},
    'throws',
  ],
  [
    'a fact may be called constructor',
    { all: [{ fact: 'constructor', operator: 'equal', value: 1 }] },
    { constructor: 1 },
    'yes',
  ],
  ['a fact may be called __proto__', { all: [{ fact: '__proto__', operator: 'equal', value: 1 }] }, proto(1), 'yes'],
  [
    'a fact __proto__ is missing like others',
    { all: [{ fact: '__proto__', operator: 'equal', value: 1 }] },
    {},
    'throws',
  ],
  ['a fact that is no text names nothing', { all: [{ fact: 5, operator: 'equal', value: 1 }] }, { 5: 1 }, 'throws'],
  ['another fact may stand on the right', leaf('lessThan', { fact: 'g' }), { f: 1, g: 2 }, 'yes'],
  ['with a path of its own', leaf('equal', { fact: 'g', path: '$.x' }), { f: 1, g: { x: 1 } }, 'yes'],
  ['a missing fact on the right throws', leaf('lessThan', { fact: 'g' }), f(1), 'throws'],
  [
    'what owns `fact` is a reference whatever else it holds',
    leaf('equal', { fact: 'g', other: 1 }),
    { f: 1, g: 1 },
    'yes',
  ],
  ['references in a list are not looked up', leaf('in', [{ fact: 'g' }]), { f: 1, g: 1 }, 'no'],
  ['a null on the right compares as zero', leaf('lessThan', { fact: 'g' }), { f: -1, g: null }, 'yes'],
]

const operators: Row[] = [
  ['equal does not convert', leaf('equal', 5), f('5'), 'no'],
  ['NaN is equal to nothing', leaf('equal', NaN), f(NaN), 'no'],
  ['NaN is unequal to itself', leaf('notEqual', NaN), f(NaN), 'yes'],
  ['NaN is in no list', leaf('in', [NaN]), f(NaN), 'no'],
  ['and not in every list', leaf('notIn', [NaN]), f(NaN), 'yes'],
  ['minus zero is zero', leaf('equal', 0), f(-0), 'yes'],
  ['also in a list', leaf('in', [-0]), f(0), 'yes'],
  ['an object in a rule is never one in a fact', leaf('equal', mine), f(mine), 'no'],
  ['nor in a list', leaf('in', [mine]), f(mine), 'no'],
  ['two facts may be one object', leaf('equal', { fact: 'g' }), { f: mine, g: mine }, 'yes'],
  ['undefined is not null', leaf('equal', null), f(undefined), 'no'],
  ['a text is searched', leaf('in', '123'), f(2), 'yes'],
  ['undefined is in a text that says so', leaf('in', 'is undefined'), f(undefined), 'yes'],
  ['a symbol cannot be searched for in a text', { all: [...leaf('in', 'abc').all, yes] }, f(Symbol('x')), 'throws'],
  ['`in` a number throws', leaf('in', 5), f(5), 'throws'],
  ['`in` null throws', leaf('notIn', null), f(5), 'throws'],
  ['`in` an object throws', leaf('in', {}), f(5), 'throws'],
  ['`in` an empty list is false', leaf('in', []), f(5), 'no'],
  ['`in` a fact that is no list throws', leaf('in', { fact: 'g' }), { f: 1, g: 1 }, 'throws'],
  ['null is below nothing', leaf('lessThan', 5), f(null), 'no'],
  ['nor at least anything', leaf('greaterThanInclusive', -5), f(null), 'no'],
  ['true is no number', leaf('greaterThan', 0), f(true), 'no'],
  ['a date is no number', leaf('greaterThan', 0), f(new Date(5)), 'no'],
  ['an empty text is no number', leaf('lessThan', 5), f(''), 'no'],
  ['the right side is not checked', leaf('greaterThan', null), f(5), 'yes'],
  ['zero is at least null', leaf('greaterThanInclusive', null), f(0), 'yes'],
  ['five is above the empty text', leaf('greaterThan', ''), f(5), 'yes'],
  ['five is above true', leaf('greaterThan', true), f(5), 'yes'],
  ['nothing is above undefined', leaf('greaterThan', undefined), f(5), 'no'],
  ['texts compare as texts', leaf('lessThan', '10'), f('9'), 'no'],
  ['a text compares with a number as a number', leaf('lessThan', 10), f('9'), 'yes'],
  ['a text that only begins with a number compares as none', leaf('lessThan', 100), f('12abc'), 'no'],
  ['dates as texts compare as texts', leaf('lessThan', '2024-02-01'), f('2024-01-01'), 'yes'],
  ['a list of one number compares as it', leaf('lessThan', 6), f([5]), 'yes'],
  ['infinity is a number', leaf('greaterThan', 1e308), f(Infinity), 'yes'],
  ['a big integer compares', leaf('lessThan', 6), f(5n), 'yes'],
  ['an object that cannot be converted throws', leaf('lessThan', 6), f(bare), 'throws'],
  ['also on the right', leaf('lessThan', { fact: 'g' }), { f: 1, g: bare }, 'throws'],
  ['contains looks into lists', leaf('contains', 1), f([1]), 'yes'],
  ['but not into texts', leaf('contains', 'a'), f('abc'), 'no'],
  ['what is no list does not not-contain either', leaf('doesNotContain', 'x'), f('abc'), 'no'],
  ['a list of NaN does not contain NaN', leaf('contains', NaN), f([NaN]), 'no'],
  ['someFact asks for any', leaf('someFact:greaterThan', 2), f([1, 3]), 'yes'],
  ['someFact of no list is false', leaf('someFact:equal', 1), f(1), 'no'],
  ['everyFact of nothing is true', leaf('everyFact:equal', 1), f([]), 'yes'],
  ['someValue asks any value', leaf('someValue:lessThan', [0, 9]), f(5), 'yes'],
  ['someValue of no list throws', leaf('someValue:equal', 5), f(5), 'throws'],
  ['everyValue asks all', leaf('everyValue:lessThan', [9, 10]), f(5), 'yes'],
  ['swap looks from the other side', leaf('swap:contains', [1, 2]), f(1), 'yes'],
  ['`not:contains` holds of what is no list', leaf('not:contains', 1), f('x'), 'yes'],
  ['`not:lessThan` holds of null', leaf('not:lessThan', 5), f(null), 'yes'],
  ['decorators chain from left to right', leaf('not:someFact:equal', 3), f([1, 2]), 'yes'],
  ['a decorator of nothing throws', leaf('not:', 3), f(1), 'throws'],
]

const paths: Row[] = [
  ['a path goes into an object', leaf('equal', 1, { path: '$.a.b' }), f({ a: { b: 1 } }), 'yes'],
  ['and into a list', leaf('equal', 1, { path: '$.a[0].b' }), f({ a: [{ b: 1 }] }), 'yes'],
  ['on what is no object it is ignored', leaf('equal', 5, { path: '$.a' }), f(5), 'yes'],
  ['on null as well', leaf('equal', null, { path: '$.a' }), f(null), 'yes'],
  ['what it does not find is undefined', leaf('equal', undefined, { path: '$.b' }), f({ a: 1 }), 'yes'],
  ['a wildcard gives a list even of one', leaf('contains', 1, { path: '$[*]' }), f([1]), 'yes'],
  ['a wildcard without a hit gives undefined', leaf('equal', undefined, { path: '$[*]' }), f([]), 'yes'],
  ['only own properties are found', leaf('equal', undefined, { path: '$.toString' }), f({}), 'yes'],
  ['a path may leave out the root', leaf('equal', 1, { path: 'a' }), f({ a: 1 }), 'yes'],
  ['but not only its sign', leaf('equal', undefined, { path: '.a' }), f({ a: 1 }), 'yes'],
  [
    'a path of a name every object has throws',
    leaf('equal', 1, { path: 'constructor' }),
    f({ constructor: 1 }),
    'throws',
  ],
  ['a path that is no text throws on an object', leaf('equal', 1, { path: 5 }), f({ 5: 1 }), 'throws'],
  ['an empty path is none', leaf('equal', 1, { path: '' }), f(1), 'yes'],
]

describe.each(Object.entries({ structure, order, references, facts, operators, paths }))('%s', (_, rows) => {
  test.each(rows)('%s', async (_, conditions, given, answer, options = {}) => {
    const rules = [{ conditions, event: { type: 'fired' } }] as unknown as RuleProperties[] // also what no rule should be
    const values = given as Record<string, unknown> // objects of every kind
    expect({
      reference: await evaluateByReference(rules, values, options).then(say, () => 'throws'),
      compiled: sayCompiled(rules, values, options),
    }).toEqual({ reference: answer, compiled: answer })
  })
})

const say = (events: readonly RuleEvent[]): Answer => (events.length > 0 ? 'yes' : 'no')

function sayCompiled(rules: RuleProperties[], values: Record<string, unknown>, options: CompileOptions): Answer {
  try {
    return say(compileRules(rules, options).evaluate(values))
  } catch {
    return 'throws'
  }
}

const always = { conditions: { all: [] } }
test.each<[string, unknown[]]>([
  ['priority zero is one', [{ ...always, priority: 0, event: { type: 'x' } }]],
  ['a negative priority is refused', [{ ...always, priority: -1, event: { type: 'x' } }]],
  ['a priority may be a text', [{ ...always, priority: '7.9', event: { type: 'x' } }]],
  ['a priority may be nonsense', [{ ...always, priority: 'abc', event: { type: 'x' } }]],
  ['an event has to have a type', [{ ...always, event: { params: {} } }]],
  ['no event at all is of type unknown', [{ ...always, event: null }]],
  ['more on an event is dropped', [{ ...always, event: { type: 'x', params: { a: [1, { b: null }] }, more: 1 } }]],
  ['empty params are dropped', [{ ...always, event: { type: 'x', params: 0 } }]],
  [
    'an event may have an odd type',
    [
      { ...always, event: { type: null } },
      { ...always, event: { type: 'success' } },
    ],
  ],
  ['nobody listens for an event called error', [{ ...always, event: { type: 'error' } }]],
  ['nor may it be __defineGetter__', [{ ...always, event: { type: '__defineGetter__' } }]],
  ['it may be __proto__', [{ ...always, event: { type: '__proto__' } }]],
  ['a rule without an event is refused', [always]],
  ['a rule without conditions is refused', [{ event: { type: 'x' } }]],
  ['a rule whose conditions are null throws when run', [{ conditions: null, event: { type: 'x' } }]],
  ['no rule is refused', [null]],
  ['a rule in text is refused', ['{}']],
])('%s', async (_, given) => {
  const rules = given as RuleProperties[] // also what no rule should be
  const reference = await evaluateByReference(rules, {}).catch(() => 'throws')
  let compiled: unknown
  try {
    compiled = compileRules(rules).evaluate({})
  } catch {
    compiled = 'throws'
  }
  expect(compiled).toEqual(reference)
})
