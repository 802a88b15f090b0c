import { sayValue } from '../engine/say-value.ts'
import type { Fact } from '../vocabulary/fact.ts'
import type { Change, ChangeSubject, Compared } from './change.ts'
import { fromTo } from './diff-rules.ts'
import { pathText } from './place-in-words.ts'
import { conditionInWords, eventInWords, type Facts } from './rule-in-words.ts'
import { isRecord } from './rulebook-tree.ts'
import { sameValue } from './same-value.ts'
import type { TreeDifference } from './tree-differences.ts'

const subjects = new Map<string, ChangeSubject>([
  ['settings', 'setting'],
  ['vocabulary', 'fact'],
  ['catalogue', 'entry'],
  ['groups', 'group'],
  ['conditions', 'condition'],
  ['rules', 'rule'],
  ['tables', 'table'],
  ['cases', 'case'],
  ['accepted', 'finding'],
])

/** Everything that is not the judged part of a rule or a row of a table. */
export function changesOfThing(difference: TreeDifference, compared: Compared): readonly Change[] {
  const { kind, path, before, after } = difference
  const [part = '', ...rest] = path
  const subject = subjects.get(part) ?? 'rulebook'
  const named = part === 'catalogue' ? 2 : 1
  if (part === 'settings' || subject === 'rulebook' || rest.length < named) {
    const sentence = `${capital(path.join(' ') || 'rulebook')}: ${moveOrChange(difference, 'it')}.`
    return [{ kind, subject, id: rest[0] ?? part, path: pathText(path), before, after, sentence }]
  }
  const id = rest.slice(0, named).join('/')
  const fields = rest.slice(named)
  const name = `${part === 'catalogue' ? singular(rest[0] ?? '') : capital(subject)} ${rest[named - 1] ?? ''}`
  const change = (sentence: string): Change => ({ kind, subject, id, path: pathText(path), before, after, sentence })
  if (fields.length === 0) return [change(wholeThing(name, difference, compared))]
  const label = fields.filter((field) => field !== 'attributes' && field !== 'params').join(' ')
  if (kind === 'moved') return [change(`${name}: ${label} stand in another order: ${listed(after)}.`)]
  if (part === 'groups' && fields[0] === 'writes')
    return [change(`${name} ${kind === 'added' ? 'now also writes' : 'no longer writes'} ${fields[1] ?? ''}.`)]
  if (
    kind !== 'changed' &&
    fields.length === 2 &&
    ['values', 'tags', 'inputs', 'languages', 'outputs'].includes(fields[0] ?? '')
  ) {
    return [
      change(`${name}: ${fields[0] ?? ''} ${kind === 'added' ? 'now have' : 'no longer have'} ${fields[1] ?? ''}.`),
    ]
  }
  const say = (value: unknown, facts: Facts): string | undefined =>
    value === undefined ? undefined : valueOfField(value, part, rest, facts)
  return [change(`${name}: ${fromTo(label, say(before, compared.factsBefore), say(after, compared.factsAfter))}.`)]
}

function moveOrChange({ kind, before, after }: TreeDifference, label: string): string {
  return kind === 'moved' ? `the order is now ${listed(after)}` : fromTo(label, before, after)
}

/** A thing that came, went, or is compared as a whole. */
function wholeThing(name: string, { kind, path, before, after }: TreeDifference, compared: Compared): string {
  const facts = kind === 'removed' ? compared.factsBefore : compared.factsAfter
  if (kind === 'changed') {
    if (path[0] === 'conditions') {
      return `${name} was “${conditionInWords(before, compared.factsBefore)}” and is “${conditionInWords(after, facts)}”.`
    }
    return `${name}: ${places(before, after, facts).join('; ')}.`
  }
  const thing = kind === 'added' ? after : before
  return `${name} ${kind === 'added' ? 'is new' : 'is gone'}${inShort(path[0] ?? '', thing, facts)}.`
}

function inShort(part: string, thing: unknown, facts: Facts): string {
  if (part === 'conditions') return `: ${conditionInWords(thing, facts)}`
  if (!isRecord(thing)) return ''
  if (part === 'rules' && isRecord(thing['rule'])) {
    const { conditions, event } = thing['rule']
    const { type, params } = isRecord(event) ? event : {}
    return `: when ${conditionInWords(conditions, facts)} then ${eventInWords(type, params, facts)}`
  }
  const title = thing['title'] ?? thing['label'] ?? thing['why']
  const rows = part === 'tables' && Array.isArray(thing['rows']) ? `, ${thing['rows'].length} rows` : ''
  return typeof title === 'string' ? `: ${title}${rows}` : rows
}

/** Where two plain objects differ, place by place. */
function places(before: unknown, after: unknown, facts: Facts, path: readonly string[] = []): string[] {
  if (sameValue(before, after)) return []
  if (isRecord(before) && isRecord(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...keys].flatMap((key) => places(own(before, key), own(after, key), facts, [...path, key]))
  }
  const fact = facts.get(path.at(-1) ?? '')
  const say = (value: unknown): unknown => (fact && value !== undefined ? sayValue(fact, value) : value)
  return [fromTo(fact?.label ?? (path.join(' ') || 'it'), say(before), say(after))]
}

const own = (value: Record<string, unknown>, key: string): unknown =>
  Object.hasOwn(value, key) ? value[key] : undefined

function valueOfField(value: unknown, part: string, rest: readonly string[], facts: Facts): string {
  const fact =
    part === 'catalogue'
      ? attributeFact(rest[0] ?? '', rest[3] ?? '', facts)
      : part === 'vocabulary'
        ? facts.get(rest[0] ?? '')
        : undefined
  const natural = part !== 'vocabulary' || ['min', 'max', 'step'].includes(rest[1] ?? '')
  if (fact && natural && typeof value !== 'object') return sayValue(fact, value)
  return typeof value === 'string' ? `“${value}”` : JSON.stringify(value)
}

/** The fact that an attribute of a kind is read as: it knows the unit. */
function attributeFact(kind: string, attribute: string, facts: Facts): Fact | undefined {
  for (const fact of facts.values()) {
    if (fact.source.kind !== 'catalogue' || fact.source.attribute !== attribute) continue
    if (facts.get(fact.source.of)?.valuesOf === kind) return fact
  }
  return undefined
}

const listed = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value))

/** `materials` → `Material`. */
const singular = (kind: string): string => capital(kind.endsWith('s') ? kind.slice(0, -1) : kind)

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
