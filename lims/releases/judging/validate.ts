import type { Validation, ValidationRequest } from '@ils/contract/validation'
import type { Actor } from '@ils/platform/actor'
import type { App } from '../../app.ts'
import { judgeRequest, withKept } from './judge-request.ts'
import { judgeTogether } from './judge-together.ts'
import { keepJudgements } from '../judgements/keep-judgement.ts'
import { practiceOf } from './read-order.ts'

/** Says what the release in force for the practice says of an order; keeps it where the order is meant. */
export async function validate(app: App, actor: Actor, request: ValidationRequest): Promise<Validation> {
  const practice = practiceOf(actor, request)
  const found = app.rules.inForce(practice)
  const { release } = found instanceof Promise ? await found : found
  const { validation, toKeep } = await judgeTogether(() => judgeRequest(app, actor, request, release, practice))
  if (!toKeep) return validation
  const [kept] = await keepJudgements(app, app.db, [toKeep])
  return kept ? withKept(validation, kept) : validation
}
