import type { Checks } from './checks.ts'
import type { CircuitOptions, CircuitState } from './circuit.ts'
import type { RetryOptions } from './repeat.ts'

export interface ClientOptions {
  /** Where the LIMS is: `http://127.0.0.1:4600`. */
  readonly url: string
  /** API key or token; none for what anyone may call. */
  readonly key?: string
  readonly fetch?: typeof fetch
  /** How long an answer may take, each time; of lines, how long the next one may. */
  readonly timeoutMs?: number
  /** Carried to the LIMS, so that both logs tell one story; made up where it is not given. The same over all tries of a call. */
  correlationId?(): string
  /** `none`: the first answer, or the first failure, is what you get. */
  readonly retry?: RetryOptions | 'none'
  /** `none`: a LIMS that is away is asked nevertheless, each time. */
  readonly circuit?: CircuitOptions | 'none'
  /**
   * What requests and answers are checked with. Left out: by ajv in Node, and nothing elsewhere, because ajv makes code and
   * pages under a strict policy may not: they give validators that were compiled before.
   */
  readonly checks?: Checks | 'none'
  /**
   * What `fetchCatalog` and `fetchRules` do when it is time to ask again and the LIMS is away. `throw`, unless you say otherwise;
   * `last`: they give what they gave last, and tell `onStale`. The LIMS judges again whatever is ordered by it.
   */
  readonly whenAway?: 'throw' | 'last'
  /** For logs and measures. They are told, never asked: what they throw is thrown at nobody. */
  readonly hooks?: ClientHooks
}

/** One try of a call. */
export interface Tried {
  /** Name of the method: `createJob`. */
  readonly name: string
  readonly method: string
  /** As the contract has it, without values: fit for the label of a measure. */
  readonly path: string
  readonly correlationId: string
  /** 1 for the first try. */
  readonly attempt: number
}

export interface ClientHooks {
  onRequest?(tried: Tried): void
  /** `status` is null where no answer came; `error` is what the try failed with. */
  onResponse?(
    tried: Tried,
    came: { readonly status: number | null; readonly ms: number; readonly error?: unknown },
  ): void
  onRetry?(tried: Tried, next: { readonly waitMs: number; readonly error: unknown }): void
  /** What `fetchCatalog` or `fetchRules` gave is the last that is known, and may not be so any more. */
  onStale?(name: string, error: unknown): void
  onBreaker?(state: CircuitState, until: Date | null): void
}
