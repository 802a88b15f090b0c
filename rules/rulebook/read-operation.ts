import { checkJson } from '../language/check-json.ts'
import { say } from '../language/check-shape.ts'
import { didYouMean } from '../language/nearest-word.ts'
import { isListOfThings, isSetting, wrongForm } from './draft-form.ts'
import { operationParts, type OperationPart, type Problem } from './operation.ts'
import { isRecord } from './rulebook-tree.ts'

const keys = ['op', 'part', 'id', 'in', 'value', 'after']
/** What is about something in something. */
const inside = new Map<OperationPart, string>([
  ['entry', 'its kind'],
  ['row', 'its table'],
])
/** What their id names is a key of an object. */
const named: ReadonlySet<string> = new Set(['setting', 'condition', 'kind', 'section'])
const withoutOrder: ReadonlySet<string> = new Set(['name', ...named])

/** Everything that is wrong with an operation, whatever the rulebook; nothing where it is one. Of anything at all. */
export function problemsOfOperation(given: unknown): readonly Problem[] {
  if (!isRecord(given)) return [problem('wrong_type', '', `An operation is an object; found ${say(given)}.`)]
  const { op, part, id } = given
  const found: Problem[] = []
  for (const key of Object.keys(given).filter((one) => !keys.includes(one)))
    found.push(problem('unknown_key', key, `Unknown key \`${key.slice(0, 80)}\`${didYouMean(key, keys)}`))
  if (op !== 'put' && op !== 'remove')
    found.push(problem('unknown_word', 'op', `\`op\` must be put or remove; found ${say(op)}.`, op))
  if (!isPart(part)) {
    const end = typeof part === 'string' ? didYouMean(part, operationParts) : '.'
    const message = `\`part\` must be one of ${operationParts.join(', ')}; found ${say(part)}${end}`
    return [...found, problem('unknown_word', 'part', message, part)]
  }
  found.push(...problemsOfName('id', id, named.has(part)))
  if (part === 'name' && typeof id === 'string' && id !== 'name')
    found.push(problem('wrong_id', 'id', `The rulebook’s name has the id \`name\`; found ${say(id)}.`, id))
  found.push(...problemsOfInside(part, given['in']), ...problemsOfOp(part, given))
  return found
}

const isPart = (part: unknown): part is OperationPart => operationParts.some((one) => one === part)

function problem(code: string, field: string, message: string, value?: unknown): Problem {
  return { code, field, message, ...(value === undefined || typeof value === 'object' ? {} : { value }) }
}

function problemsOfName(field: string, name: unknown, isKey: boolean): readonly Problem[] {
  if (typeof name !== 'string' || name === '')
    return [problem('wrong_type', field, `\`${field}\` must be a text that is not empty; found ${say(name)}.`, name)]
  if (isKey && name === '__proto__')
    return [problem('forbidden_key', field, 'The key `__proto__` is not allowed.', name)]
  return checkJson(name).map(({ code, message }) => problem(code, field, message))
}

function problemsOfInside(part: OperationPart, given: unknown): readonly Problem[] {
  const what = inside.get(part)
  if (what !== undefined && given === undefined)
    return [problem('missing_key', 'in', `\`in\` is missing: of the ${part} it names ${what}.`)]
  if (what !== undefined) return problemsOfName('in', given, part === 'entry')
  if (given === undefined) return []
  return [problem('unknown_key', 'in', `\`in\` is for entries and rows: a ${part} stands in nothing.`, given)]
}

function problemsOfOp(part: OperationPart, { op, id, value, after }: Record<string, unknown>): readonly Problem[] {
  if (op === 'remove') {
    if (part === 'name') return [problem('cannot_remove', 'part', 'A rulebook has a name: put another one.')]
    const more = Object.entries({ value, after }).filter(([, one]) => one !== undefined)
    return more.map(([key]) => problem('unknown_key', key, `\`${key}\` is for put: what is removed has none.`))
  }
  if (value === undefined)
    return [problem('missing_key', 'value', '`value` is missing: the whole thing as it shall be.')]
  const found: Problem[] = []
  if (after !== undefined && withoutOrder.has(part))
    found.push(problem('unknown_key', 'after', `\`after\` is for what stands in a list; a ${part} does not.`))
  else if (after !== undefined && after !== null && typeof after !== 'string')
    found.push(problem('wrong_type', 'after', `\`after\` must be an id or null; found ${say(after)}.`, after))
  const unwritable = checkJson(value)
  if (unwritable.length > 0)
    return [...found, ...unwritable.map((one) => problem(one.code, `value${one.pointer}`, one.message))]
  if (typeof id === 'string') found.push(...problemsOfValue(part, id, value))
  return found
}

/** The least that a value must be; the rest is the full check's. */
function problemsOfValue(part: OperationPart, id: string, value: unknown): readonly Problem[] {
  const must = (says: string): Problem[] => [
    problem('wrong_type', 'value', `The ${part} must be ${says}; found ${say(value)}.`, value),
  ]
  if (part === 'name') return typeof value === 'string' ? [] : must('a text')
  if (part === 'setting')
    return isSetting(value, id) ? [] : must(id === 'languages' ? 'a list of texts' : `a text as \`${id}\``)
  if (part === 'kind') return isListOfThings(value) ? [] : must('a list of entries, each with an `id`')
  if (part === 'section') {
    const says = wrongForm(id, value)
    return says === null ? [] : must(says)
  }
  if (!isRecord(value)) return must('an object')
  if (part === 'row' && !Array.isArray(value['cells']))
    return [problem('wrong_type', 'value/cells', `A row’s cells must be a list; found ${say(value['cells'])}.`)]
  const key = part === 'accepted' ? 'finding' : 'id'
  if (part === 'condition' || !Object.hasOwn(value, key) || value[key] === id) return []
  const message = `The value’s \`${key}\` must be that of the operation, ${say(id)}, or be left out; found ${say(value[key])}.`
  return [problem('other_id', `value/${key}`, message, value[key])]
}
