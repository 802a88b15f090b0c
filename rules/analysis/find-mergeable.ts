import { uniteSets, type Box } from './box.ts'
import type { AnalysedRule, Contest } from './contest.ts'
import type { Model } from './contest-model.ts'
import type { Report } from './report.ts'
import { sayRegion, sentenceOf } from './region-words.ts'

/** Rules that say the same and differ on one fact only, with nothing between: one rule would do (contraction). */
export function findMergeable(contest: Contest, model: Model, report: Report): void {
  const { rules, group, target } = contest
  const seen = new Map<string, { one: AnalysedRule; box: Box; place: number; at: number }[]>()
  for (const [place, one] of rules.entries()) {
    const [box] = one.boxes
    if (!box || one.boxes.length > 1) continue
    const sets = box.sets.map((set) => set.join(','))
    for (let at = 0; at < box.axes.length; at++) {
      const rest = sets.map((set, i) => (i === at ? '*' : set)).join('|')
      const key = `${one.rule.priority} ${box.axes.join(',')} ${rest} ${one.says}`
      const known = seen.get(key)
      if (known) known.push({ one, box, place, at })
      else seen.set(key, [{ one, box, place, at }])
    }
  }
  const merged = new Set<string>()
  for (const alike of seen.values()) {
    const [first, ...others] = alike
    if (!first || others.length === 0) continue
    let set = first.box.sets[first.at] ?? []
    const ids = [first.one.rule.id]
    const axis = model.space.axes[first.box.axes[first.at] ?? -1]
    let { place } = first
    for (const other of others) {
      const more = other.box.sets[other.at] ?? []
      const both = uniteSets(set, more)
      const apart = !axis?.domain.few && both.length >= set.length + more.length
      // Where order decides, nothing may stand between them.
      const between = group.hit === 'first' && other.place !== place + 1
      if (apart || between || merged.has(other.one.rule.id)) continue
      set = both
      place = other.place
      ids.push(other.one.rule.id)
    }
    if (ids.length < 2 || merged.has(first.one.rule.id)) continue
    for (const id of ids) merged.add(id)
    const { axes, sets } = first.box
    const region = sayRegion({ axes, sets: sets.with(first.at, set) }, model.space)
    report.add({
      id: `mergeable:${ids.slice(0, 20).join(':')}`,
      kind: 'mergeable',
      certainty: 'certain',
      rules: ids,
      group: group.id,
      region,
      witness: null,
      message: `${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ` and ${ids.length - 5} more` : ''} say the same of ${target}; one rule would do for ${sentenceOf(region, model.space)}.`,
    })
  }
}
