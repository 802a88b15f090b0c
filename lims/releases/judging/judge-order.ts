import { judge } from '@ils/rules/engine/judge'
import type { Decision } from '@ils/rules/engine/decision'
import type { Configuration } from '@ils/rules/language/rulebook'
import type { App, ReadyRelease } from '../../app.ts'
import { readyForOrders } from './ready-for-orders.ts'
import { completed } from './read-order.ts'

export interface JudgedOrder {
  readonly release: ReadyRelease
  /** What was judged: whose order it is and the day of it are in it. */
  readonly configuration: Configuration
  readonly decision: Decision
}

/** Judges an order by the release in force for its practice, wholly by that one. */
export async function judgeOrder(
  app: App,
  practice: string | null,
  configuration: Configuration,
): Promise<JudgedOrder> {
  const { release } = await app.rules.inForce(practice)
  const ready = readyForOrders(release.compiled)
  const order = completed(configuration, ready, { practice, today: ready.today(app.clock.now()) })
  return { release, configuration: order, decision: judge(release.compiled, 'order', order) }
}
