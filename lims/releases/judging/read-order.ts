import type { Cause } from '@ils/contract/problem'
import type { ValidationRequest } from '@ils/contract/validation'
import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'
import { ORDER_DATE } from '@ils/rules/language/expand-row'
import type { Configuration } from '@ils/rules/language/rulebook'
import type { FactValue } from '@ils/rules/vocabulary/fact'
import { mustBeAllowedToOverride, practiceFor, seesReleases, speaksForOthers } from './policy.ts'
import { PRACTICE_ID, type ReadyForOrders } from './ready-for-orders.ts'

export interface OrderRead {
  readonly configuration: Configuration
  /** What could not be read of the simple form. */
  readonly misread: readonly Cause[]
}

const PRACTICE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Whose order it is, however they say so. */
export function practiceOf(actor: Actor, request: ValidationRequest): string | null {
  const inOrder = practiceInside(request)
  const field = 'configuration' in request ? `configuration.job.${PRACTICE_ID}` : 'practiceId'
  practiceFor(actor, inOrder, field)
  const asked = practiceFor(actor, request.practice, 'practice')
  if (inOrder === undefined) return asked
  if (asked !== null && asked !== inOrder) {
    const message = `${field} is ${inOrder.slice(0, 80)}, and practice is ${asked}: an order is of one practice`
    throw new Refusal('invalid_request', message, { causes: [{ code: 'practice', field, message, limit: asked }] })
  }
  return PRACTICE.test(inOrder) ? inOrder : asked
}

function practiceInside(request: ValidationRequest): string | undefined {
  const said =
    'configuration' in request
      ? request.configuration.job[PRACTICE_ID]
      : (request.practiceId ?? request.facts?.job?.[PRACTICE_ID])
  return typeof said === 'string' && said.trim() !== '' ? said.trim() : undefined
}

/** The configuration that is judged: what was sent, less what this caller cannot know, and whose and when it is. */
export function readOrder(
  actor: Actor,
  request: ValidationRequest,
  ready: ReadyForOrders,
  said: { readonly practice: string | null; readonly today: string },
): OrderRead {
  if ('configuration' in request) {
    // Whatever its values are, the engine says what is wrong with them.
    const asked = request.configuration as Configuration
    return { configuration: signed(actor, completed(known(actor, asked, ready), ready, said)), misread: [] }
  }
  const { practice: _, intent: __, explain: ___, nearest: ____, ...order } = request
  const { configuration, causes } = ready.form.read(order, said)
  return { configuration: signed(actor, completed(known(actor, configuration, ready), ready, said)), misread: causes }
}

type Facts = Readonly<Record<string, FactValue>>

/** What only the lab knows is not taken from others, whatever they say. */
function known(actor: Actor, configuration: Configuration, { ofTheLab }: ReadyForOrders): Configuration {
  if (ofTheLab.size === 0 || seesReleases(actor)) return configuration
  const job = without(configuration.job, ofTheLab)
  const right = configuration.right && without(configuration.right, ofTheLab)
  const left = configuration.left && without(configuration.left, ofTheLab)
  if (job === configuration.job && right === configuration.right && left === configuration.left) return configuration
  return { ...configuration, job, ...(right && { right }), ...(left && { left }) }
}

function without(facts: Facts, hidden: ReadonlySet<string>): Facts {
  const said = [...hidden].filter((id) => Object.hasOwn(facts, id))
  // As if it had not been said: nobody could tell the two apart, and taking keys away makes an object slow to read.
  return said.length === 0 ? facts : { ...facts, ...Object.fromEntries(said.map((id) => [id, null])) }
}

/** Whose order it is and the day of it, where the caller left them out and the rulebook asks. */
export function completed(
  configuration: Configuration,
  { knowsPractice, knowsDay }: Pick<ReadyForOrders, 'knowsPractice' | 'knowsDay'>,
  { practice, today }: { readonly practice: string | null; readonly today: string },
): Configuration {
  const { job } = configuration
  const lacksPractice = knowsPractice && practice !== null && (job[PRACTICE_ID] ?? null) === null
  const lacksDay = knowsDay && (job[ORDER_DATE] ?? null) === null
  if (!lacksPractice && !lacksDay) return configuration
  return {
    ...configuration,
    job: { ...job, ...(lacksPractice && { [PRACTICE_ID]: practice }), ...(lacksDay && { [ORDER_DATE]: today }) },
  }
}

/** Who confirmed and who overrode: nobody signs with somebody else’s name. */
function signed(actor: Actor, configuration: Configuration): Configuration {
  const { confirmed = [], overrides = [] } = configuration
  if (overrides.length > 0) mustBeAllowedToOverride(actor)
  if (overrides.length === 0 && (confirmed.length === 0 || speaksForOthers(actor))) return configuration
  return {
    ...configuration,
    confirmed: speaksForOthers(actor) ? confirmed : confirmed.map(({ code }) => ({ code, by: actor.name })),
    overrides: overrides.map(({ code, why }) => ({ code, by: actor.name, why })),
  }
}
