import { boxCovers, boxesMeet, EVERYWHERE, type Box } from './box.ts'
import { indexBoxes, type BoxIndex } from './box-index.ts'
import { boxesOfAll, inOrder, type AnalysedRule, type Contest, type Verdict } from './contest.ts'
import { firesOn, whereOf, type Model } from './contest-model.ts'
import { uncovered, type Budget } from './cover.ts'
import { factsOf, sayRegion, sentenceOf, witnessOf } from './region-words.ts'
import type { Report } from './report.ts'
import { searchWitness } from './search-witness.ts'
import type { Axis } from './space.ts'

const STEPS_A_RULE = 400_000
const MOST_NAMED = 5

/** Rules that fire, but never win: wherever they hold, one that goes before them holds too, or one of several. */
export function findShadowed(contest: Contest, model: Model, report: Report): ReadonlyMap<AnalysedRule, Verdict> {
  const verdicts = new Map<AnalysedRule, Verdict>()
  if (!['first', 'highest', 'lowest'].includes(contest.group.hit) || contest.rules.length < 2) return verdicts
  const rules = winnersFirst(contest)
  const { boxes, owners, starts } = boxesOfAll(rules)
  let index: BoxIndex | undefined
  for (const [owner, one] of rules.entries()) {
    if (one.boxes.length === 0) continue
    let verdict = knownVerdict(one, model)
    if (!verdict) {
      index ??= indexBoxes(boxes, model.space.axes)
      verdict = verdictOn(one, starts[owner] ?? 0, {
        rules,
        boxes,
        owners,
        index,
        axes: model.space.axes,
        all: model.steps,
      })
    }
    verdicts.set(one, verdict)
    if (verdict.kind === 'undecided') tellUndecided(contest, one, report)
    if (verdict.kind === 'shadowed') tell(contest, one, verdict.by, model, report)
  }
  return verdicts
}

/** After an edit: whoever had a part to himself has it still, unless an edited rule reaches there. */
function knownVerdict(one: AnalysedRule, { before }: Model): Verdict | undefined {
  const known = before?.verdicts.get(one)
  if (!before || !known) return undefined
  const reached = (parts: readonly Box[]): boolean =>
    before.come.some(({ boxes }) => boxes.some((box) => parts.some((part) => boxesMeet(box, part))))
  switch (known.kind) {
    case 'open':
      return reached([known.part]) ? undefined : known
    case 'shadowed':
      // Somebody else may do it alone now.
      return reached(one.boxes) || known.by.some((by) => before.gone.includes(by)) ? undefined : known
    case 'undecided':
      return undefined
  }
}

interface Among {
  readonly rules: readonly AnalysedRule[]
  readonly boxes: readonly Box[]
  readonly owners: readonly number[]
  readonly index: BoxIndex
  readonly axes: readonly Axis[]
  readonly all: Budget
}

/** One rule if one alone is enough; else all that have a part in it. */
function verdictOn(one: AnalysedRule, before: number, among: Among): Verdict {
  for (const box of one.boxes) {
    const part = among.index.escape(box, 0, before)
    if (part) return { kind: 'open', part }
  }
  const { rules, boxes, owners, index, axes, all } = among
  const budget = { left: Math.min(STEPS_A_RULE, all.left) }
  let granted = budget.left
  const parts = new Set<number>()
  let alone: Set<number> | undefined
  const beaters = one.boxes.map((box) => {
    const met: number[] = []
    index.meeting(box, 0, before, met)
    const covering = new Set<number>()
    for (const position of met) {
      const [owner, by] = [owners[position] ?? 0, boxes[position]]
      parts.add(owner)
      if (by && boxCovers(by, box)) covering.add(owner)
    }
    alone = alone ? new Set([...alone].filter((owner) => covering.has(owner))) : covering
    return met.flatMap((position) => boxes[position] ?? [])
  })
  const [only] = alone ?? []
  if (only !== undefined) return { kind: 'shadowed', by: rules.slice(only, only + 1) }
  let complete = true
  for (const [i, box] of one.boxes.entries()) {
    const seen = uncovered(box, beaters[i] ?? [], axes, { budget, most: 1 })
    const [part] = seen.pieces
    all.left -= granted - budget.left
    granted = budget.left
    if (part) return { kind: 'open', part }
    complete &&= seen.complete
  }
  if (!complete) return { kind: 'undecided' }
  return { kind: 'shadowed', by: [...parts].sort((a, b) => a - b).flatMap((owner) => rules[owner] ?? []) }
}

/** Each rule behind all that win against it; without those of which it depends on the order. */
function winnersFirst({ group: { hit }, rules }: Contest): readonly AnalysedRule[] {
  if (hit === 'first') return rules
  const sign = hit === 'highest' ? -1 : 1
  const weighed = rules.flatMap((one) => {
    const weight = weightOf(one)
    return weight === null ? [] : [{ one, weight: sign * weight }]
  })
  return weighed.sort((a, b) => a.weight - b.weight || inOrder(a.one, b.one)).map(({ one }) => one)
}

/** What `highest` and `lowest` compare, where it is a literal. */
function weightOf({ rule: { event }, dynamic }: AnalysedRule): number | null {
  if (dynamic) return null
  const names: Readonly<Record<string, string>> = {
    derive: 'value',
    use: 'value',
    adjust: 'percent',
    take: 'workingHours',
    visit: 'at',
    allow: 'plus',
  }
  const number = (name: string): number | null => {
    const value = event.params[name]
    return typeof value === 'number' ? value : null
  }
  if (event.type === 'charge') return (number('unit') ?? 0) * (number('times') ?? 1)
  const name = Object.hasOwn(names, event.type) ? names[event.type] : undefined
  return name === undefined ? null : number(name)
}

function tell(
  contest: Contest,
  one: AnalysedRule,
  shadowers: readonly AnalysedRule[],
  model: Model,
  report: Report,
): void {
  if (!report.lists('shadowed')) return void report.count('shadowed', 'certain', true)
  const { space, rulebook, search } = model
  const names = shadowers.map(({ rule }) => rule.id)
  const box = one.boxes[0] ?? EVERYWHERE
  const region = sayRegion(box, space)
  // It follows from the regions alone, so where something opaque is in the way no example is needed.
  const seen = one.opaque
    ? null
    : searchWitness(
        box,
        whereOf(contest),
        (valueOf) =>
          firesOn(one, valueOf, model) && shadowers.some((other) => other.opaque || firesOn(other, valueOf, model)),
        search,
      )
  const said =
    names.length > MOST_NAMED
      ? `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} more`
      : names.join(', ')
  const together = names.length > 1 ? ' together' : ''
  report.add({
    id: `shadowed:${one.rule.id}`,
    kind: 'shadowed',
    certainty: seen || one.opaque ? 'certain' : 'possible',
    rules: [one.rule.id, ...names.slice(0, 50)],
    group: contest.group.id,
    region,
    witness: seen && witnessOf(seen, factsOf([one.rule], region, rulebook)),
    message: `Rule ${one.rule.id} never has a say about ${contest.target}: wherever it fires (${sentenceOf(region, space)}), ${said}${together} goes before it.`,
  })
}

function tellUndecided({ group, target }: Contest, { rule }: AnalysedRule, report: Report): void {
  report.add({
    id: `undecided:shadowed:${rule.id}`,
    kind: 'undecided',
    certainty: 'possible',
    rules: [rule.id],
    group: group.id,
    region: [],
    witness: null,
    message: `Whether other rules together leave anything of ${target} to rule ${rule.id} was not found out within the budget.`,
  })
}
