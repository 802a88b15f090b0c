import type { Change, Compared } from './change.ts'
import { pathText } from './place-in-words.ts'
import { conditionInWords, paramInWords, testsInWords } from './rule-in-words.ts'
import { isRecord } from './rulebook-tree.ts'
import { sameValue } from './same-value.ts'
import type { TreeDifference } from './tree-differences.ts'

/** The judged part of a rule that both have: group, days, priority, conditions, event. */
export function changesOfJudgedPart({ path, before, after }: TreeDifference, compared: Compared): readonly Change[] {
  const [, id = ''] = path
  const [was, is] = [record(before), record(after)]
  const [bodyWas, bodyIs] = [record(was['rule']), record(is['rule'])]
  const [eventWas, eventIs] = [record(bodyWas['event']), record(bodyIs['event'])]
  const [paramsWas, paramsIs] = [record(eventWas['params']), record(eventIs['params'])]
  const changes: Change[] = []
  const compare = (name: readonly string[], a: unknown, b: unknown, sentence: () => string): void => {
    if (sameValue(a, b)) return
    const kind = a === undefined ? 'added' : b === undefined ? 'removed' : 'changed'
    changes.push({
      kind,
      subject: 'rule',
      id,
      path: pathText(['rules', id, ...name]),
      before: a,
      after: b,
      sentence: sentence(),
    })
  }
  const plain = (name: readonly string[], label: string, a: unknown, b: unknown): void =>
    compare(name, a, b, () => `Rule ${id}: ${fromTo(label, a, b)}.`)

  for (const key of keysOf(was, is)) if (key !== 'rule') plain([key], key, was[key], is[key])
  for (const key of keysOf(bodyWas, bodyIs)) {
    if (key !== 'conditions' && key !== 'event') plain(['rule', key], key, bodyWas[key], bodyIs[key])
  }
  compare(['rule', 'conditions'], bodyWas['conditions'], bodyIs['conditions'], () =>
    conditionChange(id, bodyWas['conditions'], bodyIs['conditions'], compared),
  )
  for (const key of keysOf(eventWas, eventIs)) {
    if (key !== 'params') plain(['rule', 'event', key], `what it says (${key})`, eventWas[key], eventIs[key])
  }
  for (const key of keysOf(paramsWas, paramsIs)) {
    const [a, b] = [paramsWas[key], paramsIs[key]]
    compare(['rule', 'event', 'params', key], a, b, () => {
      const old = a === undefined ? undefined : paramInWords(key, a, paramsWas, compared.factsBefore)
      const now = b === undefined ? undefined : paramInWords(key, b, paramsIs, compared.factsAfter)
      return `Rule ${id}: ${fromTo(key, old, now)}.`
    })
  }
  return changes
}

/** Of two plain lists of tests, those that went and those that came. */
function conditionChange(id: string, before: unknown, after: unknown, { factsBefore, factsAfter }: Compared): string {
  const [was, is] = [testsInWords(before, factsBefore), testsInWords(after, factsAfter)]
  const gone = was?.filter((test) => !is?.includes(test)) ?? []
  const come = is?.filter((test) => !was?.includes(test)) ?? []
  if (!was || !is || gone.length + come.length === 0) {
    return `Rule ${id}: its condition was “${conditionInWords(before, factsBefore)}” and is “${conditionInWords(after, factsAfter)}”.`
  }
  const parts = [
    ...(gone.length > 0 ? [`no longer asks that ${gone.join(' and ')}`] : []),
    ...(come.length > 0 ? [`now asks that ${come.join(' and ')}`] : []),
  ]
  return `Rule ${id} ${parts.join(' and ')}.`
}

/** `priority is 20 instead of 10`, in the words that are given. */
export function fromTo(label: string, before: unknown, after: unknown): string {
  if (before === undefined) return `${label} is ${text(after)}, where there was none`
  if (after === undefined) return `${label} is gone; it was ${text(before)}`
  return `${label} is ${text(after)} instead of ${text(before)}`
}

const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'))

const record = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {})

const keysOf = (a: object, b: object): readonly string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])]
