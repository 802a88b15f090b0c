import type { JudgedCause, ValidationRequest } from '@ils/contract/validation'
import type { Actor } from '@ils/platform/actor'
import type { Decision } from '@ils/rules/engine/decision'
import { judge } from '@ils/rules/engine/judge'
import type { Configuration } from '@ils/rules/language/rulebook'
import type { FactValue } from '@ils/rules/vocabulary/fact'
import type { App, ReadyRelease } from '../../app.ts'
import { practiceOf, readOrder } from './read-order.ts'
import { readyForOrders } from './ready-for-orders.ts'
import { inFacts, inSimpleForm, showValidation } from './show-validation.ts'

export interface JudgedForMaking {
  readonly configuration: Configuration
  readonly decision: Decision
  /** Of the decision and of reading the order, in the words and units of whoever ordered. */
  readonly causes: readonly JudgedCause[]
  /** Something could not be read, so that it cannot be made whatever the rules say. */
  readonly unreadable: boolean
}

/** An order that is meant, read once: its world facts are found with what it says, and then it is judged. */
export interface OrderForMaking {
  readonly practice: string | null
  readonly release: ReadyRelease
  readonly configuration: Configuration
  readonly today: string
  /** With what the lab knows of the world; facts that the rulebook does not have are left out. */
  judge(world: Readonly<Record<string, FactValue>>): JudgedForMaking
}

/** Reads an order by the release in force for its practice: all that is judged of it is judged by that one. Its day is now, or when it was taken elsewhere. */
export async function readForMaking(
  app: App,
  actor: Actor,
  request: ValidationRequest,
  at: Date = app.clock.now(),
): Promise<OrderForMaking> {
  const practice = practiceOf(actor, request)
  const { release } = await app.rules.inForce(practice)
  const ready = readyForOrders(release.compiled)
  const today = ready.today(at)
  const { configuration, misread } = readOrder(actor, request, ready, { practice, today })
  const speech = 'configuration' in request ? inFacts : inSimpleForm(ready.form)
  return {
    ...{ practice, release, configuration, today },
    judge(world) {
      const known = Object.entries(world).filter(([fact]) => ready.ofTheLab.has(fact))
      const asked = { ...configuration, job: { ...configuration.job, ...Object.fromEntries(known) } }
      const decision = judge(release.compiled, 'order', asked)
      const { causes } = showValidation(release, decision, misread, speech, {
        ...{ decisionHash: null, judgementId: null, nearest: [], nearestCut: false, explanation: null },
      })
      return { configuration: asked, decision, causes, unreadable: misread.length > 0 }
    },
  }
}
