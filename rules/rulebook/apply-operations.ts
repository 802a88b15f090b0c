import type { Rulebook } from '../language/rulebook.ts'
import { applyOperation } from './apply-operation.ts'
import { wrongSection } from './draft-form.ts'
import { closeDraft, openDraft } from './open-draft.ts'
import { MOST_OPERATIONS, type Applied, type Operation, type OperationFault } from './operation.ts'
import { problemsOfOperation } from './read-operation.ts'

export type AppliedOrNot =
  { readonly ok: true; readonly applied: Applied } | { readonly ok: false; readonly faults: readonly OperationFault[] }

const MOST_FAULTS = 100

/**
 * Edits a rulebook by small operations, in their order: all of them or none. The given one is never changed, and what no
 * operation is about stays the very same object. Only the form is looked at: the outcome may be unsound, and so may
 * what is given, as long as its lists are lists of things with ids. Never throws.
 */
export function applyOperations(rulebook: Rulebook, operations: readonly Operation[]): AppliedOrNot {
  const faults = faultsBefore(rulebook, operations)
  if (faults.length > 0) return { ok: false, faults }
  const draft = openDraft(rulebook)
  const undos: (readonly Operation[])[] = []
  const done: Operation[] = []
  const refused: OperationFault[] = []
  for (const [at, operation] of operations.entries()) {
    const outcome = applyOperation(draft, operation)
    if (!outcome) continue
    if ('undo' in outcome) {
      undos.push(outcome.undo)
      done.push(operation)
      continue
    }
    refused.push({ at, ...outcome.problem })
    // What was not put is missed further on, and telling that helps nobody.
    if (operation.op === 'put' || refused.length >= MOST_FAULTS) break
  }
  if (refused.length > 0) return { ok: false, faults: refused }
  return {
    ok: true,
    applied: {
      rulebook: done.length === 0 ? rulebook : closeDraft(draft),
      inverse: undos.reverse().flat(),
      changedIds: changedIdsOf(done),
      touched: [...new Set(done.map(inWords))],
    },
  }
}

/** What is wrong before anything is tried. */
function faultsBefore(rulebook: unknown, operations: readonly unknown[]): readonly OperationFault[] {
  const fault = (code: string, message: string): OperationFault[] => [{ at: 0, code, field: '', message }]
  const wrong = wrongSection(rulebook)
  if (wrong !== null) return fault('not_a_rulebook', wrong)
  if (!Array.isArray(operations)) return fault('wrong_type', 'Operations are a list.')
  if (operations.length > MOST_OPERATIONS) {
    const message = `There are ${operations.length} operations; at most ${MOST_OPERATIONS} are applied at once.`
    return [{ at: MOST_OPERATIONS, code: 'too_many', field: '', message }]
  }
  const faults: OperationFault[] = []
  for (let at = 0; at < operations.length && faults.length < MOST_FAULTS; at++)
    for (const problem of problemsOfOperation(operations[at])) faults.push({ at, ...problem })
  return faults.slice(0, MOST_FAULTS)
}

/** What the analysis of a rule does not rest on. */
const BESIDE: ReadonlySet<string> = new Set(['name', 'setting', 'accepted'])

function changedIdsOf(done: readonly Operation[]): readonly string[] | null {
  const ids = new Set<string>()
  for (const { part, id, in: table } of done) {
    if (part === 'rule' || part === 'table') ids.add(id)
    else if (part === 'row' && table !== undefined) ids.add(table)
    else if (!BESIDE.has(part)) return null
  }
  return [...ids]
}

function inWords({ part, id, in: inside = '' }: Operation): string {
  if (part === 'name') return part
  return `${part} ${part === 'row' ? `${inside}#` : part === 'entry' ? `${inside}/` : ''}${id}`
}
