import { refusals, type RefusalCode } from '@ils/contract/refusals'
import type { Db } from '@ils/platform/db/database'
import { Refusal } from '@ils/platform/refusal'

/** The functions of gates.ts that this process may call. */
export type GateFunction =
  | 'keep_check'
  | 'begin_impact'
  | 'note_impact'
  | 'end_impact'
  | 'acknowledge_impact'
  | 'submit_draft'
  | 'withdraw_draft'
  | 'approve_draft'
  | 'decline_draft'
  | 'suspend_schedules'
  | 'publish_draft'
  | 'schedule_draft'
  | 'cancel_schedule'
  | 'run_schedule'
  | 'promote_release'
  | 'roll_back'

/** Goes through a gate of the database; its expected no becomes a refusal. Give a transaction where more belongs to it. */
export async function callGate<T = Record<string, unknown>>(
  db: Db,
  gate: GateFunction,
  input: Readonly<Record<string, unknown>>,
): Promise<T> {
  try {
    const { rows } = await db.raw<{ rows: { answer: T }[] }>(`select ${gate}(?::jsonb) as answer`, [
      JSON.stringify(input),
    ])
    const [row] = rows
    if (!row) throw new Error(`${gate} answered nothing`)
    return row.answer
  } catch (error) {
    throw refusalOf(error) ?? error
  }
}

/** How many things happened to a draft: edits and what reviewers said. Receivers keep the later one. */
export async function subjectVersionOf(db: Db, draftId: string): Promise<number> {
  const { rows } = await db.raw<{ rows: { n: number }[] }>(
    `select (select version from drafts where id = :draftId) + (select count(*) from draft_reviews where draft_id = :draftId) as n`,
    { draftId },
  )
  return Math.max(1, rows[0]?.n ?? 1)
}

const EXPECTED = 'ILS01'

function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== EXPECTED) return undefined
  // pg gives the parts of a raised error as fields of its own.
  const { detail, hint } = error as Error & { detail?: string; hint?: string }
  const sentence = hint ?? 'Something that must come first has not come yet'
  const code = codeIn(error.message)
  if (code === undefined) return undefined
  const causes = detail ? [{ code: detail, field: detail, message: sentence }] : []
  return new Refusal(code, sentence, { causes })
}

/** knex puts the statement in front of the message. */
function codeIn(message: string): RefusalCode | undefined {
  const word = message.split(' - ').at(-1) ?? message
  // Object.keys forgets the literal keys; the table is closed.
  return (Object.keys(refusals) as RefusalCode[]).find((code) => code === word)
}
