import type { Fact } from '../vocabulary/fact.ts'
import { checkText } from './check-catalogue.ts'
import { phasesOf } from './check-groups.ts'
import { checkSight } from './check-leaf.ts'
import { say } from './check-shape.ts'
import { wrongValue, wrongWord, type WrongValue } from './check-value.ts'
import { eventRules, type ParamRule } from './event-params.ts'
import { findFact, type Model } from './model.ts'
import { didYouMean } from './nearest-word.ts'
import { isObject } from './read-parts.ts'
import type { Group, RuleEvent } from './rulebook.ts'
import type { Tell } from './tell.ts'

export interface EventPlace {
  readonly model: Model
  /** Null where it is unknown: then only the event itself is looked at. */
  readonly group: Group | null
  readonly tell: Tell
  /** Where the event stands, and where each of its parameters does. */
  readonly at: string
  readonly paramAt: (name: string) => string
}

/** An event against its table: does it fit the phase, are its parameters there, known, and of the right type. */
export function checkEvent({ type, params }: RuleEvent, place: EventPlace): void {
  const { group, tell, at, paramAt } = place
  const rule = eventRules[type]
  if (group && rule.phases && !rule.phases.includes(group.phase))
    tell('wrong_phase', `\`${type}\` belongs to ${phasesOf(type)}; \`${group.id}\` is of the phase ${group.phase}.`, at)
  const known = Object.keys(rule.params)
  for (const name of Object.keys(params)) {
    if (known.includes(name)) continue
    tell(
      'unknown_param',
      `\`${type}\` has no parameter \`${name.slice(0, 80)}\`${didYouMean(name, known)}`,
      paramAt(name),
    )
  }
  for (const [name, param] of Object.entries(rule.params)) {
    if (Object.hasOwn(params, name)) checkParam(name, param, params[name], { ...place, params })
    else if (param.required) tell('missing_param', `\`${type}\` needs the parameter \`${name}\`.`, at)
  }
  checkTarget({ type, params }, place)
}

/** What it decides is declared by its group. */
function checkTarget({ type, params }: RuleEvent, { group, tell, at, paramAt, model }: EventPlace): void {
  const { target } = eventRules[type]
  if (!target || !group) return
  const word = 'word' in target ? target.word : params[target.param]
  if (typeof word !== 'string') return
  if (!group.writes.includes(word)) {
    const where = 'word' in target ? at : paramAt(target.param)
    const end = didYouMean(word, group.writes)
    tell('not_declared', `\`${group.id}\` does not declare that it writes \`${word.slice(0, 80)}\`${end}`, where)
  }
  if (type !== 'derive' && type !== 'use') return
  const fact = model.vocabulary.facts.get(word)
  if (type === 'derive' && fact && !['value', 'include', 'exclude'].some((name) => Object.hasOwn(params, name))) {
    const expected = fact.type === 'set' ? '`include` or `exclude`' : '`value`'
    tell('missing_param', `\`derive\` needs the parameter ${expected}.`, at)
  }
  if (fact && group.hit === 'tightest' && fact.type !== 'number')
    tell('wrong_policy', `\`tightest\` needs numbers; \`${fact.id}\` is of type ${fact.type}.`, at)
}

interface ParamPlace extends EventPlace {
  readonly params: Readonly<Record<string, unknown>>
}

function checkParam(name: string, rule: ParamRule, value: unknown, place: ParamPlace): void {
  const at = place.paramAt(name)
  const { tell, model } = place
  if (isObject(value) && Object.hasOwn(value, 'fact') && rule.kind !== 'text')
    return void checkReference(name, rule, value, place)
  const wrong = (expected: string): void =>
    tell('wrong_type', `\`${name}\` must be ${expected}; found ${say(value)}.`, at)
  switch (rule.kind) {
    case 'word':
      return typeof value === 'string' && value !== '' ? undefined : void wrong('a word')
    case 'boolean':
      return typeof value === 'boolean' ? undefined : void wrong('true or false')
    case 'number':
      return Number.isSafeInteger(value)
        ? void checkSign(name, Number(value), at, tell)
        : void wrong('a whole number of smallest parts')
    case 'field':
      if (value === null) return
      return typeof value === 'string' ? void findFact(model, value, at, tell) : void wrong('a fact’s id, or null')
    case 'target':
      return typeof value === 'string' ? void checkTargetFact(value, place, at) : void wrong('a fact’s id')
    case 'text': {
      const isText =
        typeof value === 'string' || (isObject(value) && Object.values(value).every((one) => typeof one === 'string'))
      // A text, or texts by language, as just looked.
      return isText
        ? void checkText(value as string, at, model.languages, tell)
        : void wrong('a text, or one for each language')
    }
    case 'codes': {
      const codes: readonly unknown[] = Array.isArray(value) ? value : [value]
      return codes.length > 0 && codes.every((code) => typeof code === 'string')
        ? undefined
        : void wrong('a code, a list of codes or `*`')
    }
    case 'value':
    case 'members':
      return void checkValue(name, rule, value, place)
    case 'any':
      return isObject(value) ? void wrong('a value or { "fact": … }') : undefined
  }
}

function checkSign(name: string, value: number, at: string, tell: Tell): void {
  if (value < 0 && ['minus', 'plus', 'workingHours', 'times', 'at', 'rounding'].includes(name))
    tell('out_of_range', `\`${name}\` cannot be negative; found ${value}.`, at)
}

function checkTargetFact(id: string, { model, tell, group }: ParamPlace, at: string): void {
  const fact = findFact(model, id, at, tell)
  if (!fact) return
  if (fact.source.kind !== 'derived')
    return void tell('not_derived', `\`${id}\` is not derived: its source is ${fact.source.kind}.`, at)
  if (group && fact.source.group !== group.id)
    tell('not_derived', `\`${id}\` is derived by the group \`${fact.source.group}\`, not by \`${group.id}\`.`, at)
}

function targetOf({ params, model }: ParamPlace): Fact | null {
  const id = Object.hasOwn(params, 'slot') ? params['slot'] : params['fact']
  return typeof id === 'string' ? (model.vocabulary.facts.get(id) ?? null) : null
}

function checkValue(name: string, { kind }: ParamRule, value: unknown, place: ParamPlace): void {
  const { tell, model, paramAt } = place
  const fact = targetOf(place)
  if (!fact) return
  const at = paramAt(name)
  if (kind === 'members' && fact.type !== 'set')
    return void tell('wrong_type', `\`${name}\` changes a set; \`${fact.id}\` is of type ${fact.type}.`, at)
  const wrong = kind === 'members' ? wrongMembers(fact, value, model) : wrongValue(fact, value, model.vocabulary)
  if (wrong) tell(wrong.code, wrong.message, at)
}

function wrongMembers(fact: Fact, value: unknown, { vocabulary }: Model): WrongValue | null {
  return typeof value === 'string' ? wrongWord(fact, value, vocabulary) : wrongValue(fact, value, vocabulary)
}

function checkReference(name: string, rule: ParamRule, value: Record<string, unknown>, place: ParamPlace): void {
  const { tell, model, group, paramAt } = place
  const at = paramAt(name)
  const { fact: id, ...rest } = value
  for (const key of Object.keys(rest))
    tell('unknown_key', `A reference holds \`fact\` alone; found \`${key.slice(0, 80)}\`.`, at)
  if (rule.literal)
    return void tell('wrong_type', `\`${name}\` must be written out: it cannot be the value of a fact.`, at)
  if (typeof id !== 'string') return void tell('wrong_type', 'A reference is { "fact": "…" }.', at)
  const fact = findFact(model, id, at, tell)
  if (!fact) return
  if (group) checkSight(fact, group, at, tell)
  const expected = wrongReference(rule, fact, targetOf(place))
  if (expected !== null)
    tell('wrong_type', `\`${name}\` must be ${expected}; \`${id}\` is of type ${fact.type}${unitOf(fact)}.`, at)
}

const unitOf = ({ unit }: Fact): string => (unit === undefined ? '' : ` in ${unit}`)

/** What a reference must be instead, or null. */
function wrongReference({ kind, unit }: ParamRule, fact: Fact, target: Fact | null): string | null {
  const isWord = fact.type === 'enum' || fact.type === 'code'
  switch (kind) {
    case 'word':
      return isWord ? null : 'a word'
    case 'number':
      if (fact.type !== 'number') return 'a number'
      return unit === undefined || fact.unit === unit ? null : `a number in ${unit}`
    case 'boolean':
      return fact.type === 'boolean' ? null : 'true or false'
    case 'members':
      return fact.type === 'set' || isWord ? null : 'a set or a word'
    case 'value': {
      if (!target) return null
      const isAlike = target.type === fact.type && target.unit === fact.unit
      return isAlike || (target.type === 'code' && isWord) ? null : `of type ${target.type}${unitOf(target)}`
    }
    case 'any':
      return fact.type === 'shape' ? 'something to be shown' : null
    case 'codes':
    case 'field':
    case 'target':
    case 'text':
      return 'written out'
  }
}
