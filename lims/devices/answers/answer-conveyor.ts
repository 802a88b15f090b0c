import { buildMessage } from '@ils/oma/records/build-message'
import { valueOf } from '@ils/oma/records/message'
import { unquoted } from '@ils/oma/records/read-value'
import type { Answer } from '@ils/oma/session/question'
import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import { jobAtMachine } from '../../production/public.ts'
import { askRules } from './ask-rules.ts'
import type { AboutJob, Desk } from './desk.ts'
import { answerNo } from './refused-answer.ts'

const POINT = 'ask.point'
const DECISION = 'ask.decision'
/** What a conveyor is told of a tray that nobody knows: it goes to where people look. Source: Rx-Universe, conveyor points. */
const UNKNOWN = 99

/** A conveyor asks which way a tray goes at a decision point, `_DP`; the rules answer, `_DECISION`. */
export async function answerConveyor({ app, line, machine }: Desk, asked: AboutJob): Promise<Answer> {
  const written = unquoted(valueOf(asked.message, '_DP') ?? '').trim()
  const found = await jobAtMachine(app.db, asked.job)
  if (found?.job.endedAt !== null) return decisionOf(written, UNKNOWN)
  const { compiled } = await app.rules.release(found.job.release)
  const point = pointOf(compiled, written, line.settings.points ?? {})
  if (point === undefined) {
    const known = pointsOf(compiled).map((word, at) => `${at + 1} ${word}`)
    return answerNo('value out of range', `_DP is ${written}, and the rules know ${known.join(', ')}`)
  }
  const { decision } = await askRules(app, found, machine.id, { [POINT]: point })
  const said = decision.job.facts[DECISION]
  return decisionOf(written, typeof said === 'number' ? said : UNKNOWN)
}

/** By the line's own numbers, by the rulebook's word, or by its place among them from 1 on. */
function pointOf(
  release: CompiledRelease,
  written: string,
  points: Readonly<Record<string, string>>,
): string | undefined {
  const words = pointsOf(release)
  const named = points[written] ?? written
  if (words.includes(named)) return named
  return /^\d{1,4}$/.test(named) ? words[Number(named) - 1] : undefined
}

const pointsOf = ({ rulebook }: CompiledRelease): readonly string[] =>
  rulebook.vocabulary.find(({ id }) => id === POINT)?.values ?? []

const decisionOf = (point: string, decision: number): Answer => ({
  message: buildMessage([
    ['_DP', point.replace(/[^ -~]/g, ' ')],
    ['_DECISION', decision, { decimals: 0 }],
  ]),
})
