import type { CompiledRelease } from '../engine/compile-release.ts'
import type { CompiledGroup } from '../engine/compiled-group.ts'
import type { Decision } from '../engine/decision.ts'
import { judgeBy } from '../engine/judge.ts'
import type { Configuration } from '../language/rulebook.ts'
import type { FactValue, Moment } from '../vocabulary/fact.ts'
import { matchByReference } from './reference-evaluator.ts'

/** What has to be asked of json-rules-engine before the judgement can go on. */
class Question extends Error {
  readonly group: CompiledGroup
  readonly values: readonly FactValue[]
  constructor(group: CompiledGroup, values: readonly FactValue[]) {
    super('asked apart')
    this.group = group
    this.values = values
  }
}

/**
 * A decision of which every condition was evaluated by json-rules-engine itself, one run for each group and scope. It
 * answers later and judging does not wait, so the judgement begins again after each answer: slow, and meant for proof.
 */
export async function judgeByReference(
  release: CompiledRelease,
  moment: Moment,
  configuration: Configuration,
): Promise<Decision> {
  const answers: number[][] = []
  for (;;) {
    let asked = 0
    try {
      return judgeBy(
        (group, values) => {
          const answer = answers[asked++]
          if (!answer) throw new Question(group, [...values])
          group.matched.set(answer)
          return answer.length
        },
        release,
        moment,
        configuration,
      )
    } catch (error) {
      if (!(error instanceof Question)) throw error
      answers.push(await ask(release, error))
    }
  }
}

async function ask(release: CompiledRelease, { group, values }: Question): Promise<number[]> {
  const facts = new Map(release.facts.map(({ fact, slot }) => [fact.id, values[slot] ?? null]))
  return matchByReference(group.conditions, Object.fromEntries(facts), release.rulebook.conditions)
}
