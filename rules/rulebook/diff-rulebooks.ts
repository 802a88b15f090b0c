import type { Rulebook } from '../language/rulebook.ts'
import type { Change, Compared } from './change.ts'
import { changesOfCell, changesOfRow } from './diff-tables.ts'
import { changesOfJudgedPart } from './diff-rules.ts'
import { changesOfThing } from './diff-things.ts'
import { factsById } from './rule-in-words.ts'
import { layOut } from './rulebook-tree.ts'
import { isSortedAnyway, treeDifferences, type TreeDifference } from './tree-differences.ts'

/**
 * What differs, in the order of the rulebook. Empty exactly when both have one hash. A thing that is new or gone is one
 * change; of a thing that both have, each field, cell, attribute and parameter is a change of its own.
 */
export function diffRulebooks(before: Rulebook, after: Rulebook): readonly Change[] {
  const compared: Compared = {
    before,
    after,
    factsBefore: factsById(before.vocabulary),
    factsAfter: factsById(after.vocabulary),
  }
  const changes: Change[] = []
  for (const difference of treeDifferences(layOut(before), layOut(after))) {
    if (difference.kind === 'moved' && isSortedAnyway(difference.path)) continue
    changes.push(...changesOf(difference, compared))
  }
  return changes
}

function changesOf(difference: TreeDifference, compared: Compared): readonly Change[] {
  const [part, , field, , rowField] = difference.path
  if (part === 'rules' && field === 'judged') return changesOfJudgedPart(difference, compared)
  if (part === 'tables' && field === 'rows') {
    return rowField === 'cells' ? changesOfCell(difference, compared) : changesOfRow(difference, compared)
  }
  return changesOfThing(difference, compared)
}
