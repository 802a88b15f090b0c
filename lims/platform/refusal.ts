import { refusals, type RefusalCode } from '@ils/contract/refusals'
import type { Cause } from '@ils/contract/problem'
import type { Actor } from './actor.ts'

/** An expected no, with a stable code and reasons. Everything else that is thrown is a bug. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly causes: readonly Cause[]
  /** Extra answer headers, such as `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: RefusalCode,
    detail: string,
    more: { causes?: readonly Cause[]; headers?: Record<string, string> } = {},
  ) {
    super(detail)
    this.name = 'Refusal'
    this.code = code
    this.causes = more.causes ?? []
    this.headers = more.headers ?? {}
  }

  get status(): number {
    return refusals[this.code].status
  }

  get title(): string {
    return refusals[this.code].title
  }
}

/** Credentials that open nothing; `known` is whose they were, when that much is certain (a revoked key, a disabled person). */
export class CredentialsRefused extends Refusal {
  readonly known: Actor | null

  constructor(detail: string, known: Actor | null = null) {
    super('not_signed_in', detail)
    this.name = 'CredentialsRefused'
    this.known = known
  }
}
