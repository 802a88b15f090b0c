import { ageOn, daysBetween } from '../civil-date.ts'
import { flagOf, numberOf } from './asking.ts'
import { anyNumber, code, date, orNull, percent, shape } from './inputs.ts'
import type { ComputedFunction } from '../computed-function.ts'

const arithmetic = 'arithmetic of whole numbers'
const pair = [anyNumber('one'), anyNumber('other')] as const
const pairOrNull = [orNull(anyNumber('one')), orNull(anyNumber('other'))] as const

const ofPair = (name: string, meaning: string, answer: (one: number, other: number) => number): ComputedFunction =>
  numberOf({ name, inputs: pair, onLattice: true, meaning, source: arithmetic, answer })

const present = (name: string, meaning: string, answer: (one: boolean, other: boolean) => boolean): ComputedFunction =>
  flagOf({
    ...{ name, meaning, source: 'the rule model, null does not apply', never: 'null' as const },
    inputs: pairOrNull,
    answer: (one, other) => answer(one !== null, other !== null),
  })

const missing = {
  source: 'the rule model, null does not apply',
  never: 'null' as const,
  answer: (value: unknown) => value === null,
}

/** What any rule may need; inputs without unit are all of one unit, and so is the answer. */
export const generalFunctions = [
  ofPair('sum@1', 'one + other', (one, other) => one + other),
  ofPair('difference@1', 'one - other', (one, other) => one - other),
  ofPair('absoluteDifference@1', 'how far apart two values are', (one, other) => Math.abs(one - other)),
  numberOf({
    name: 'absolute@1',
    inputs: [anyNumber('value')],
    onLattice: true,
    meaning: 'amount without sign',
    source: arithmetic,
    answer: (value) => Math.abs(value),
  }),
  numberOf({
    name: 'highestOf@1',
    inputs: pairOrNull,
    onLattice: true,
    meaning: 'the higher of two values, or the one there is',
    source: arithmetic,
    answer: (one, other) => (one === null ? other : other === null ? one : Math.max(one, other)),
  }),
  numberOf({
    name: 'lowestOf@1',
    inputs: pairOrNull,
    onLattice: true,
    meaning: 'the lower of two values, or the one there is',
    source: arithmetic,
    answer: (one, other) => (one === null ? other : other === null ? one : Math.min(one, other)),
  }),
  numberOf({
    name: 'firstPresent@1',
    inputs: [orNull(anyNumber('value')), orNull(anyNumber('otherwise'))],
    onLattice: true,
    meaning: 'the value, or what stands for it when it is missing',
    source: arithmetic,
    answer: (value, otherwise) => value ?? otherwise,
  }),
  numberOf({
    name: 'productByPercent@1',
    inputs: [anyNumber('value'), percent('share')],
    onLattice: true,
    meaning: 'a share of a value, rounded half away from zero',
    source: arithmetic,
    // The lattice keeps tenths of a percent.
    answer: (value, share) => (value * share) / 1000,
  }),
  numberOf({
    name: 'remainderOf@1',
    inputs: [anyNumber('value'), anyNumber('step')],
    onLattice: true,
    meaning: 'what is left of the amount beyond whole steps; 0 for a value on the step',
    source: arithmetic,
    answer: (value, step) => (step > 0 ? Math.abs(value) % step : null),
  }),
  numberOf({
    name: 'roundedToStep@1',
    inputs: [anyNumber('value'), anyNumber('step')],
    onLattice: true,
    meaning: 'nearest whole step, halves away from zero: laps of an eighth',
    source: arithmetic,
    answer: (value, step) => (step > 0 ? (value < 0 ? -1 : 1) * Math.floor(Math.abs(value) / step + 0.5) * step : null),
  }),
  present('bothPresent@1', 'whether both values are there', (one, other) => one && other),
  present('eitherPresent@1', 'whether one of the values is there', (one, other) => one || other),
  flagOf({
    name: 'isMissing@1',
    inputs: [orNull(anyNumber('value'))],
    meaning: 'whether a number is missing',
    ...missing,
  }),
  flagOf({ name: 'codeMissing@1', inputs: [orNull(code('value'))], meaning: 'whether a code is missing', ...missing }),
  flagOf({
    ...{ name: 'shapeMissing@1', inputs: [orNull(shape('value'))], meaning: 'whether a trace or table is missing' },
    ...missing,
  }),
  numberOf({
    name: 'daysBetween@1',
    inputs: [date('from'), date('to')],
    unit: 'days',
    meaning: 'days from one date to another, negative when it lies before',
    source: 'Gregorian calendar',
    answer: daysBetween,
  }),
  numberOf({
    name: 'ageOn@1',
    inputs: [date('born'), date('day')],
    unit: 'years',
    meaning: 'whole years of age on a day',
    source: 'Gregorian calendar',
    answer: ageOn,
  }),
]
