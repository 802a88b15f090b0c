import type { Validation, ValidationRequest } from '@ils/contract/validation'
import type { Actor } from '@ils/platform/actor'
import { hashDecision } from '@ils/rules/engine/hash-decision'
import { judge } from '@ils/rules/engine/judge'
import { judgeTerms } from '@ils/rules/engine/judge-terms'
import type { App, ReadyRelease } from '../../app.ts'
import { explainTo } from './explain-to.ts'
import { judgementOf, type JudgementToKeep, type KeptJudgement } from '../judgements/keep-judgement.ts'
import { nearestOrders } from './nearest-orders.ts'
import { readOrder } from './read-order.ts'
import { readyForOrders } from './ready-for-orders.ts'
import { inFacts, inSimpleForm, showValidation } from './show-validation.ts'

export interface JudgedRequest {
  readonly validation: Validation
  /** Null where the order was only tried. */
  readonly toKeep: JudgementToKeep | null
}

const NOT_ASKED = { nearest: [], nearestCut: false }

/** One request by one release: at once, unless something nearer is looked for. */
export function judgeRequest(
  app: App,
  actor: Actor,
  request: ValidationRequest,
  release: ReadyRelease,
  practice: string | null,
): JudgedRequest | Promise<JudgedRequest> {
  const { compiled } = release
  const ready = readyForOrders(compiled)
  const today = ready.today(app.clock.now())
  const { configuration, misread } = readOrder(actor, request, ready, { practice, today })
  const speech = 'configuration' in request ? inFacts : inSimpleForm(ready.form)
  const explained = request.explain === true
  const submitted = request.intent === 'submit'
  // Most who ask want to be told only whether, for how much and by when: for them nothing else is judged.
  const decision = explained || submitted ? judge(compiled, 'order', configuration) : null
  const judged: JudgedRequest = {
    validation: showValidation(release, decision ?? judgeTerms(compiled, configuration), misread, speech, {
      decisionHash: explained && decision ? hashDecision(decision) : null,
      judgementId: null,
      ...NOT_ASKED,
      explanation: explained && decision ? explainTo(actor, compiled, decision) : null,
    }),
    toKeep:
      submitted && decision
        ? judgementOf({ practice, release, moment: 'order', origin: 'validation', configuration, decision, misread })
        : null,
  }
  if (request.nearest !== true) return judged
  return nearestOrders(compiled, configuration, speech).then((found) => ({
    ...judged,
    validation: { ...judged.validation, ...found },
  }))
}

export const withKept = (validation: Validation, { id, decisionHash }: KeptJudgement): Validation => ({
  ...validation,
  decisionHash,
  judgementId: id,
})
