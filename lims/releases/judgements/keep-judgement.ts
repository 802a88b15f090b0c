import { createHash } from 'node:crypto'
import type { Cause as Misread } from '@ils/contract/problem'
import type { Judgement } from '@ils/contract/judgements'
import { afterCommit } from '@ils/platform/db/transaction'
import type { Db } from '@ils/platform/db/database'
import type { Decision } from '@ils/rules/engine/decision'
import { decisionBytes } from '@ils/rules/engine/hash-decision'
import { judge } from '@ils/rules/engine/judge'
import type { Configuration } from '@ils/rules/language/rulebook'
import type { Moment } from '@ils/rules/vocabulary/fact'
import type { App, ReadyRelease } from '../../app.ts'
import { insertJudgements, insertRules, type KeptCause, type NewJudgement } from './store.ts'
import { keepableOf } from './keepable.ts'

export interface ToKeep {
  readonly practice: string | null
  readonly release: ReadyRelease
  readonly moment: Moment
  readonly origin: Judgement['origin']
  readonly configuration: Configuration
  readonly decision: Decision
  /** What could not be read of the order: it refused it too. */
  readonly misread?: readonly Misread[]
}

export interface KeptJudgement {
  readonly id: string
  /** Of the decision on what is kept: the one that replay proves. */
  readonly decisionHash: string
}

/** Keeps what was asked and what was said of it, for previews, replay and recall. */
export async function keepJudgement(app: App, db: Db, toKeep: ToKeep): Promise<KeptJudgement> {
  const [kept] = await keepJudgements(app, db, [judgementOf(toKeep)])
  if (!kept) throw new Error('a judgement was to be kept, and none was')
  return kept
}

export interface JudgementInHand extends KeptJudgement {
  write(): Promise<void>
}

/** The same in two steps, for whoever writes more together with it: what it is called is known before it is written. */
export async function judgementToKeep(app: App, db: Db, toKeep: ToKeep): Promise<JudgementInHand> {
  const [row] = await rowsOf(app, db, [judgementOf(toKeep)])
  if (!row) throw new Error('a judgement was to be kept, and none was')
  return { id: row.id, decisionHash: row.decision_hash, write: () => insertJudgements(db, [row]) }
}

/** What is written of a judgement, without its id and with rules by name: a fraction of the decision. */
export type JudgementToKeep = Omit<NewJudgement, 'id' | 'at' | 'fired'> & { readonly fired: readonly string[] }

export function judgementOf(toKeep: ToKeep): JudgementToKeep {
  const { practice, release, moment, origin, misread = [] } = toKeep
  const { configuration, decision } = decisionToKeep(toKeep)
  const causes = causesOf(toKeep)
  return {
    ...{ practice, release: release.number, hash: release.hash, moment, origin },
    outcome: misread.length > 0 ? 'refused' : toKeep.decision.outcome,
    codes: [...new Set(causes.map(({ code }) => code))],
    causes,
    fired: [...new Set(decision.fired.map(({ rule }) => rule))],
    // As `hashDecision` does, by the machine’s own arithmetic: this stands in the way of every order.
    decision_hash: createHash('sha256').update(decisionBytes(decision)).digest('hex'),
    configuration,
  }
}

/** Several in one statement, in their order. */
export async function keepJudgements(app: App, db: Db, all: readonly JudgementToKeep[]): Promise<KeptJudgement[]> {
  if (all.length === 0) return []
  const rows = await rowsOf(app, db, all)
  await insertJudgements(db, rows)
  return rows.map(({ id, decision_hash }) => ({ id, decisionHash: decision_hash }))
}

async function rowsOf(app: App, db: Db, all: readonly JudgementToKeep[]): Promise<NewJudgement[]> {
  const numberOf = await numbersOfRules(app, db, all)
  const at = app.clock.now()
  return all.map((one): NewJudgement => ({ ...one, id: app.ids('jdg'), at, fired: one.fired.map(numberOf) }))
}

/** Where something must not be kept, what is kept is judged by itself: replay can only prove what it has. */
function decisionToKeep({ release, moment, configuration, decision }: ToKeep): {
  readonly configuration: Configuration
  readonly decision: Decision
} {
  const kept = keepableOf(release.compiled, configuration, decision)
  return {
    configuration: kept.configuration,
    decision: kept.less ? judge(release.compiled, moment, kept.configuration) : decision,
  }
}

function causesOf({ decision, misread = [] }: ToKeep): KeptCause[] {
  return [
    ...misread.map(({ code }) => ({ code, severity: 'refuse' as const, rule: null, settled: null })),
    ...decision.causes.map(({ code, severity, rule, settled }) => ({
      ...{ code, severity, rule: rule ?? null },
      settled: settled ? { how: settled.how, by: settled.by, why: settled.why ?? null } : null,
    })),
  ]
}

/** By pool: tests run several labs in one process. Rules are never renumbered, so what was read once stays right. */
const numbers = new WeakMap<Db, Map<string, number>>()

async function numbersOfRules(
  app: App,
  db: Db,
  all: readonly Pick<JudgementToKeep, 'fired'>[],
): Promise<(rule: string) => number> {
  const known = numbers.get(app.pool) ?? new Map<string, number>()
  numbers.set(app.pool, known)
  const missing = new Set<string>()
  for (const { fired } of all) for (const rule of fired) if (!known.has(rule)) missing.add(rule)
  const found = missing.size === 0 ? new Map<string, number>() : await insertRules(db, [...missing])
  // A transaction that is rolled back takes the numbers along that it gave.
  if (found.size > 0) {
    afterCommit(db, () => {
      for (const [rule, number] of found) known.set(rule, number)
    })
  }
  return (rule) => {
    const number = known.get(rule) ?? found.get(rule)
    if (number === undefined) throw new Error(`the rule ${rule} has no number`)
    return number
  }
}
