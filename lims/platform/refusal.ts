import { refusals, type RefusalCode } from '@ils/contract/refusals'
import type { Cause } from '@ils/contract/problem'

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
