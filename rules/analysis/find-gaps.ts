import { factsRead } from '../engine/facts-read.ts'
import { EVERYWHERE, type Box } from './box.ts'
import type { Contest } from './contest.ts'
import { firesOn, refusalsFor, whereOf, type Model } from './contest-model.ts'
import { uncovered } from './cover.ts'
import type { ValueOf } from './holds.ts'
import { sayRegion, sentenceOf, witnessOf } from './region-words.ts'
import type { Report } from './report.ts'
import { searchWitness } from './search-witness.ts'

const STEPS = 12_000_000
const MOST_REGIONS = 400
const MOST_READERS = 2000

/** Where nothing refuses and yet no rule says what a total group's target is: the order would be `undecided`. */
export function findGaps(contest: Contest, model: Model, report: Report): void {
  const { group, target, rules } = contest
  if (!group.total || !group.writes.includes(target)) return
  const { space, search, rulebook } = model
  const refusals = refusalsFor(contest, model)
  const boxes: Box[] = [...rules, ...refusals].flatMap((one) => one.boxes)
  const budget = { left: Math.min(STEPS, model.steps.left) }
  const granted = budget.left
  const open = uncovered(EVERYWHERE, boxes, space.axes, { budget, most: MOST_REGIONS })
  model.steps.left -= granted - budget.left
  const claim = (valueOf: ValueOf): boolean => ![...rules, ...refusals].some((one) => firesOn(one, valueOf, model))
  // What rules read is what an order of this kind is made of.
  const readers = [...refusals, ...rules]
    .filter((one) => one.unanalysed === null)
    .slice(0, MOST_READERS)
    .map(({ rule }) => rule)
  const read = [...new Set(readers.flatMap((rule) => [...factsRead(rule.conditions, rulebook.conditions)]))]
  for (const box of open.pieces) {
    if (!report.lists('gap')) {
      const searched = box.axes.some((axis) => space.axes[axis]?.opaque)
      report.count('gap', searched ? 'possible' : 'certain', true)
      continue
    }
    const seen = searchWitness(box, whereOf(contest), claim, search)
    const region = sayRegion(box, space)
    const where = sentenceOf(region, space)
    report.add({
      id: `gap:${group.id}:${target}:${region.map(({ fact, cells }) => `${fact} ${cells}`).join('; ')}`,
      kind: 'gap',
      certainty: seen ? 'certain' : 'possible',
      rules: [],
      group: group.id,
      region,
      witness: seen && witnessOf(seen, [...read, ...region.map(({ fact }) => fact)]),
      message: `No rule of ${group.title || group.id} says what ${target} is for ${where}.`,
    })
  }
  if (open.complete) return
  report.inexact('gap')
  const more = open.pieces.length > 0 ? 'more than those listed' : 'any'
  report.add({
    id: `undecided:gap:${group.id}:${target}`,
    kind: 'undecided',
    certainty: 'possible',
    rules: [],
    group: group.id,
    region: [],
    witness: null,
    message: `Whether there are gaps about ${target}, ${more}, was not found out within the budget.`,
  })
}
