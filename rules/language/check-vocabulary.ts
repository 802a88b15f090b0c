import type { Fact } from '../vocabulary/fact.ts'
import { sayNatural } from '../vocabulary/natural-number.ts'
import { checkComputed } from './check-computed.ts'
import { findFact, isLater, tellTwice, type Model } from './model.ts'
import { didYouMean } from './nearest-word.ts'
import { inputsOf } from '../vocabulary/inputs-of.ts'
import type { Tell } from './tell.ts'

/** Facts that make sense by themselves and together. */
export function checkVocabulary(model: Model, tell: Tell): void {
  const { facts } = model.parts
  tellTwice(facts, ({ id }) => id, ['fact', tell])
  for (const { part: fact, at } of facts) {
    const tellOf: Tell = (code, message, pointer) => tell(code, message, pointer, fact.id)
    checkType(fact, at, model, tellOf)
    checkSource(fact, `${at}/source`, model, tellOf)
  }
  tellCircles(model, tell)
}

function checkType(fact: Fact, at: string, { catalogue }: Model, tell: Tell): void {
  const { type, unit, min, max, step, values, valuesOf } = fact
  const only = (key: string, given: unknown, of: string): void => {
    if (given !== undefined)
      tell('misplaced_key', `\`${key}\` belongs to ${of}; \`${fact.id}\` is of type ${type}.`, `${at}/${key}`)
  }
  if (type !== 'number') {
    for (const [key, given] of [
      ['unit', unit],
      ['min', min],
      ['max', max],
      ['step', step],
    ] as const)
      only(key, given, 'numbers')
  } else if (unit === undefined)
    tell('missing_key', `The number \`${fact.id}\` needs a \`unit\`; \`count\` if it counts.`, at)
  if (type !== 'enum' && type !== 'set') {
    only('values', values, 'enums and sets')
    only('valuesOf', valuesOf, 'enums and sets')
  } else if ((values === undefined) === (valuesOf === undefined))
    tell('missing_key', `The ${type} \`${fact.id}\` needs either \`values\` or \`valuesOf\`.`, at)
  if (valuesOf !== undefined && !catalogue.has(valuesOf))
    tell(
      'unknown_kind',
      `The catalogue has no kind \`${valuesOf}\`${didYouMean(valuesOf, catalogue.keys())}`,
      `${at}/valuesOf`,
    )
  values?.forEach((value, i) => {
    if (value !== value.trim())
      tell('wrong_form', `The value \`${value}\` begins or ends with a space.`, `${at}/values/${i}`)
  })
  checkLimits(fact, at, tell)
}

function checkLimits({ id, unit, min, max, step }: Fact, at: string, tell: Tell): void {
  if (min !== undefined && max !== undefined && min > max)
    tell(
      'empty_range',
      `\`${id}\` has no value: ${sayNatural(min, unit)} is above ${sayNatural(max, unit)}.`,
      `${at}/min`,
    )
  for (const [key, end] of [
    ['min', min],
    ['max', max],
  ] as const) {
    if (end !== undefined && !Number.isSafeInteger(end))
      tell('number_too_large', `\`${key}\` is too large to be exact.`, `${at}/${key}`)
    else if (end !== undefined && step !== undefined && end % step !== 0)
      tell(
        'off_step',
        `\`${key}\` of \`${id}\` is ${sayNatural(end, unit)}, off its step of ${sayNatural(step, unit)}.`,
        `${at}/${key}`,
      )
  }
}

function checkSource(fact: Fact, at: string, model: Model, tell: Tell): void {
  const { source, scope, type, moment } = fact
  const below = inputsOf(fact)
  for (const id of below) {
    const of = findFact(model, id, at, tell)
    if (!of) continue
    if (source.kind !== 'aggregate' && of.scope === 'lens' && scope === 'job')
      tell('wrong_scope', `A fact of the job cannot be made of \`${id}\`, which each lens has; use an aggregate.`, at)
    if (isLater(of.moment, moment))
      tell(
        'known_later',
        `\`${id}\` is known at the moment \`${of.moment}\` only, \`${fact.id}\` already at \`${moment}\`.`,
        at,
      )
  }
  const needsNull = whyNullable(fact, model)
  if (needsNull !== null && !fact.nullable)
    tell(
      'must_be_nullable',
      `\`${fact.id}\` must be nullable: ${needsNull}.`,
      `${at.slice(0, -'/source'.length)}/nullable`,
    )
  switch (source.kind) {
    case 'asked': {
      const form = { eye: ['enum', 'lens'], ordered: ['boolean', 'lens'], count: ['number', 'job'] }[source.what]
      if (form[0] !== type || form[1] !== scope)
        tell('wrong_type', `\`${source.what}\` is of type ${form[0]} and a fact of the ${form[1]}.`, at)
      return
    }
    case 'catalogue':
      return void checkLookUp(fact, source, at, model, tell)
    case 'computed':
      return void checkComputed(fact, source, at, model, tell)
    case 'derived':
      return void checkDerived(fact, source, at, model, tell)
    case 'aggregate': {
      const of = model.vocabulary.facts.get(source.of)
      if (scope !== 'job' || of?.scope === 'job')
        tell('wrong_scope', 'An aggregate is a fact of the job about a fact of its lenses.', at)
      const needed = source.how === 'either' || source.how === 'both' ? 'boolean' : 'number'
      if (type !== needed)
        tell('wrong_type', `\`${source.how}\` gives a ${needed}; \`${fact.id}\` is of type ${type}.`, at)
      if (of) checkAlike(fact, of, at, tell)
      return
    }
    case 'fellow': {
      const of = model.vocabulary.facts.get(source.of)
      if (scope !== 'lens' || of?.scope === 'job') tell('wrong_scope', 'Only a lens has a fellow.', at)
      if (of) checkAlike(fact, of, at, tell)
      return
    }
    case 'given':
    case 'world':
      return
  }
}

function checkAlike(fact: Fact, of: Fact, at: string, tell: Tell): void {
  if (fact.type === of.type && fact.unit === of.unit) return
  const say = ({ type, unit }: Fact): string => (unit === undefined ? type : `${type} of ${unit}`)
  tell('unit_mismatch', `\`${fact.id}\` is a ${say(fact)}, but \`${of.id}\` a ${say(of)}.`, at)
}

/** Why a fact may turn out to be null, or null. */
function whyNullable({ source, moment, type }: Fact, { vocabulary, groups, catalogue }: Model): string | null {
  const ofNullable = (id: string): boolean => vocabulary.facts.get(id)?.nullable === true
  switch (source.kind) {
    case 'world':
      return 'the world may not have been asked'
    case 'given':
      return moment === 'order' ? null : `it is not known before the moment \`${moment}\``
    case 'fellow':
      return 'the other lens may not be given'
    case 'aggregate':
      return ofNullable(source.of) ? `\`${source.of}\` is` : null
    case 'derived':
      return type === 'set' || groups.get(source.group)?.total === true || !groups.has(source.group)
        ? null
        : `the group \`${source.group}\` need not decide it`
    case 'catalogue': {
      if (ofNullable(source.of)) return `\`${source.of}\` is`
      const kind = vocabulary.facts.get(source.of)?.valuesOf
      const entries = kind === undefined ? [] : [...(catalogue.get(kind)?.values() ?? [])]
      const without = entries.find(
        ({ attributes }) => !Object.hasOwn(attributes, source.attribute) || attributes[source.attribute] === null,
      )
      return without ? `the entry \`${without.id}\` has no \`${source.attribute}\`` : null
    }
    case 'asked':
    case 'computed':
      return null
  }
}

function checkLookUp(
  fact: Fact,
  { of: id, attribute }: { readonly of: string; readonly attribute: string },
  at: string,
  { vocabulary, catalogue }: Model,
  tell: Tell,
): void {
  const of = vocabulary.facts.get(id)
  if (!of) return
  if (of.type !== 'enum' || of.valuesOf === undefined)
    return void tell('wrong_type', `\`${id}\` chooses nothing from the catalogue: it is no enum with \`valuesOf\`.`, at)
  const entries = [...(catalogue.get(of.valuesOf)?.values() ?? [])]
  if (entries.length > 0 && !entries.some(({ attributes }) => Object.hasOwn(attributes, attribute))) {
    const known = new Set(entries.flatMap(({ attributes }) => Object.keys(attributes)))
    tell('unknown_attribute', `No entry of \`${of.valuesOf}\` has \`${attribute}\`${didYouMean(attribute, known)}`, at)
  }
  if (fact.scope !== of.scope)
    tell('wrong_scope', `\`${fact.id}\` must be a fact of the ${of.scope}, as \`${id}\` is.`, at)
}

function checkDerived(
  fact: Fact,
  { group: id, from }: { readonly group: string; readonly from?: string },
  at: string,
  { vocabulary, groups, parts }: Model,
  tell: Tell,
): void {
  const group = groups.get(id)
  if (!group && !parts.doubtful.has(id))
    return void tell('unknown_group', `Unknown group \`${id}\`${didYouMean(id, groups.keys())}`, `${at}/group`)
  if (group && !group.writes.includes(fact.id))
    tell('not_declared', `\`${fact.id}\` is derived by \`${id}\`, which does not write it.`, `${at}/group`)
  if (group && group.scope !== fact.scope)
    tell(
      'wrong_scope',
      `\`${id}\` judges the ${group.scope}; \`${fact.id}\` is a fact of the ${fact.scope}.`,
      `${at}/group`,
    )
  if (group && isLater(group.moment ?? 'order', fact.moment))
    tell(
      'known_later',
      `\`${id}\` is judged at the moment \`${group.moment ?? 'order'}\`, after \`${fact.moment}\`.`,
      `${at}/group`,
    )
  const begins = from === undefined ? undefined : vocabulary.facts.get(from)
  if (from !== undefined && (fact.type !== 'set' || (begins && begins.type !== 'set')))
    tell('wrong_type', 'Only a set begins as another set.', `${at}/from`)
}

function tellCircles({ parts, vocabulary }: Model, tell: Tell): void {
  const state = new Map<string, 'open' | 'done'>()
  for (const { part, at } of parts.facts) {
    // Own stack: a vocabulary may be a chain of thousands.
    const path: { fact: Fact; rest: string[] }[] = []
    const enter = (fact: Fact): void => {
      state.set(fact.id, 'open')
      path.push({ fact, rest: [...inputsOf(fact)] })
    }
    if (!state.has(part.id)) enter(part)
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.rest.pop()
      if (next === undefined) {
        state.set(top.fact.id, 'done')
        path.pop()
        continue
      }
      const fact = vocabulary.facts.get(next)
      if (fact && state.get(next) === 'open') {
        const circle = path.slice(path.findIndex((one) => one.fact.id === next)).map((one) => one.fact.id)
        tell(
          'fact_cycle',
          `Facts are made of each other in a circle: ${[...circle, next].join(' ← ')}.`,
          `${at}/source`,
          next,
        )
      } else if (fact && !state.has(next)) enter(fact)
    }
  }
}
