import type { Cause, Problem } from '@ils/contract/problem'

/** The LIMS said no: with a stable code, a sentence and one cause per field. */
export class LimsRefused extends Error {
  readonly status: number
  readonly problem: Problem
  /** When it may be asked again, where it said so. */
  readonly retryAfterMs: number | undefined

  constructor(problem: Problem, retryAfterMs?: number) {
    super(problem.detail)
    this.name = 'LimsRefused'
    this.status = problem.status
    this.problem = problem
    this.retryAfterMs = retryAfterMs
  }

  get code(): string {
    return this.problem.code
  }
}

const MOST_SAID = 4

/** What the LIMS would refuse, said before it was asked: nothing was sent. */
export class RequestInvalid extends LimsRefused {
  constructor(call: string, causes: Cause[], correlationId: string) {
    const said = causes.slice(0, MOST_SAID).map(({ message }) => message)
    const more = causes.length > MOST_SAID ? ` (and ${causes.length - MOST_SAID} more)` : ''
    super({
      type: 'urn:ils:refusal:invalid_request',
      title: 'The request does not fit the contract',
      status: 400,
      detail: `${call} was not sent: ${said.join('; ')}${more}`,
      code: 'invalid_request',
      correlationId,
      causes,
    })
    this.name = 'RequestInvalid'
  }
}

/** No answer, or one that is not the LIMS's: whether the request was carried out is unknown. */
export class LimsUnreachable extends Error {
  /** When to ask again, where something in between said so. */
  readonly retryAfterMs: number | undefined

  constructor(message: string, options?: ErrorOptions & { readonly retryAfterMs?: number | undefined }) {
    super(message, options)
    this.name = 'LimsUnreachable'
    this.retryAfterMs = options?.retryAfterMs
  }
}

/** Not asked: it failed too often just now. Nothing was sent. */
export class CircuitOpen extends LimsUnreachable {
  readonly until: Date

  constructor(url: string, until: Date) {
    super(`The LIMS at ${url} was not asked: the circuit is open until ${until.toISOString()}`)
    this.name = 'CircuitOpen'
    this.until = until
  }
}

/** The LIMS answered what its contract does not promise. What was asked for was carried out; asking again would not help. */
export class AnswerInvalid extends Error {
  readonly causes: readonly Cause[]
  readonly correlationId: string

  constructor(call: string, causes: readonly Cause[], correlationId: string) {
    super(`The answer to ${call} does not fit the contract: ${causes.map(({ message }) => message).join('; ')}`)
    this.name = 'AnswerInvalid'
    this.causes = causes
    this.correlationId = correlationId
  }
}
