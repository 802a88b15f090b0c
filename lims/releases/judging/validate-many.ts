import { comesSoon } from '@ils/platform/http/comes-soon'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AnswerLineOf, AskedLineOf } from '@ils/contract/endpoint'
import type { Validation, validateMany as endpoint } from '@ils/contract/validation'
import type { Actor } from '@ils/platform/actor'
import type { Line } from '@ils/platform/http/read-lines'
import { Refusal } from '@ils/platform/refusal'
import type { App, ReadyRelease } from '../../app.ts'
import { judgeRequest, withKept } from './judge-request.ts'
import { keepJudgements, type JudgementToKeep } from '../judgements/keep-judgement.ts'
import { practiceOf } from './read-order.ts'

type Asked = Line<AskedLineOf<typeof endpoint>>
type Answer = AnswerLineOf<typeof endpoint>

interface Judged {
  readonly answer: Answer
  readonly toKeep: JudgementToKeep | null
}

const MOST_AT_ONCE = 500
const AT_A_STRETCH_MS = 10
// Long enough for lines that are on their way, short enough for a caller that waits for each answer.
const WAIT_FOR_MORE_MS = 20

/**
 * Judges order after order by the one release that is in force at the beginning. What is meant is kept before it is
 * answered, many in one statement; what is only tried is answered at once.
 */
export async function* validateMany(
  app: App,
  actor: Actor,
  lines: AsyncIterable<Asked>,
  signal: AbortSignal,
): AsyncGenerator<Answer> {
  const { release } = await app.rules.inForce(actor.practice)
  const source = lines[Symbol.asyncIterator]()
  let waiting: Judged[] = []
  let began = performance.now()
  try {
    for (;;) {
      const coming = source.next()
      if (waiting.length >= MOST_AT_ONCE || (waiting.length > 0 && !(await comesSoon(coming, WAIT_FOR_MORE_MS)))) {
        yield* await answered(app, waiting)
        waiting = []
      }
      const next = await coming
      if (next.done === true) break
      const judged = await judgeLine(app, actor, next.value, release)
      if (waiting.length === 0 && judged.toKeep === null) yield judged.answer
      else waiting.push(judged)
      if (performance.now() - began > AT_A_STRETCH_MS) {
        await nextTurn()
        if (signal.aborted) throw new Refusal('not_ready', 'This process is stopping: send the rest once more')
        began = performance.now()
      }
    }
    yield* await answered(app, waiting)
  } finally {
    await source.return?.()
  }
}

async function judgeLine(app: App, actor: Actor, line: Asked, release: ReadyRelease): Promise<Judged> {
  const { number } = line
  if (!line.ok) {
    const [first] = line.causes
    const message = first?.message ?? 'The line cannot be read'
    return refused({ line: number, id: null }, new Refusal('invalid_request', message, { causes: line.causes }))
  }
  const { order, id = null } = line.value
  try {
    const { validation, toKeep } = await judgeRequest(app, actor, order, release, practiceOf(actor, order))
    return { answer: { line: number, id, validation, refusal: null }, toKeep }
  } catch (error) {
    if (error instanceof Refusal) return refused({ line: number, id }, error)
    throw error
  }
}

const refused = (of: Pick<Answer, 'line' | 'id'>, { code, message, causes }: Refusal): Judged => ({
  answer: { ...of, validation: null, refusal: { code, message, causes: [...causes] } },
  toKeep: null,
})

/** Keeps what is to be kept of these, in their order, and says by which id. */
async function answered(app: App, judged: readonly Judged[]): Promise<Answer[]> {
  const kept = await keepJudgements(
    app,
    app.db,
    judged.flatMap(({ toKeep }) => toKeep ?? []),
  )
  let next = 0
  const shown = (validation: Validation | null): Validation | null => {
    const one = kept[next++]
    return validation && one ? withKept(validation, one) : validation
  }
  return judged.map(({ answer, toKeep }) => (toKeep ? { ...answer, validation: shown(answer.validation) } : answer))
}
