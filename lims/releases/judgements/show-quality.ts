import type { Quality } from '@ils/contract/judgements'
import type { Actor } from '@ils/platform/actor'
import type { App } from '../../app.ts'
import { practiceFor } from '../judging/policy.ts'
import { readFired, readJudged, readOverrides, readRefusals, type CodeCount, type Counted } from './views.ts'

const MOST_NAMES = 20
const MOST_SILENT = 1000

/** What rules did to the last orders that were meant, and which did nothing. */
export async function showQuality(
  app: App,
  actor: Actor,
  asked: { readonly last: number; readonly practice?: string },
): Promise<Quality> {
  const practice = practiceFor(actor, asked.practice, 'query.practice')
  const { release } = await app.rules.inForce(practice)
  const scope = { last: asked.last, practice }
  const [judged, refusals, overrides, fired] = await Promise.all([
    readJudged(app.db, scope),
    readRefusals(app.db, scope),
    readOverrides(app.db, scope),
    readFired(app.db, scope),
  ])
  // Rules of a moment that nobody asked at say nothing by their silence.
  const silent = release.compiled.groups
    .filter(({ moment }) => judged.moments.includes(moment))
    .flatMap(({ rules }) => rules.map(({ rule }) => rule))
    .filter(({ id }) => !fired.has(id))
    .map(({ id, title, group }) => ({ rule: id, title, group }))
    .sort((a, b) => (a.rule < b.rule ? -1 : 1))
  return {
    judged: judged.judged,
    from: judged.from?.toISOString() ?? null,
    until: judged.until?.toISOString() ?? null,
    outcomes: [...judged.outcomes],
    refusals: codesOf(refusals).map(({ code, count, first, second }) => ({
      ...{ code, count, share: count / judged.judged, rules: first, practices: second },
    })),
    overrides: codesOf(overrides).map(({ code, count, first, second }) => ({
      code,
      count,
      by: first,
      reasons: second,
    })),
    silent: silent.slice(0, MOST_SILENT),
    silentCount: silent.length,
  }
}

interface Code {
  readonly code: string
  readonly count: number
  readonly first: Counted[]
  readonly second: Counted[]
}

/** The rows come sorted: the most frequent first. */
function codesOf(rows: readonly CodeCount[]): Code[] {
  const codes = rows.filter(({ part }) => part === 'all')
  const named = (of: string, wanted: CodeCount['part']): Counted[] =>
    rows
      .flatMap(({ code, part, name, count }) =>
        code === of && part === wanted && name !== null ? [{ name, count }] : [],
      )
      .slice(0, MOST_NAMES)
  return codes.map(({ code, count }) => ({ code, count, first: named(code, 'first'), second: named(code, 'second') }))
}
