import { HOLD_SECONDS, KEEP_DONE_SECONDS, type ClaimStore } from './claim-store.ts'

export interface MemoryClaimsOptions {
  readonly now?: () => number
  /** The oldest are forgotten beyond this. */
  readonly most?: number
}

/** For one process that may forget what it saw when it restarts: tests, and receivers whose work is safe to repeat. */
export function memoryClaims({ now = Date.now, most = 100_000 }: MemoryClaimsOptions = {}): ClaimStore {
  const claims = new Map<string, { readonly state: 'busy' | 'done'; readonly until: number }>()
  const put = (id: string, state: 'busy' | 'done', seconds: number): void => {
    claims.delete(id)
    claims.set(id, { state, until: now() + seconds * 1000 })
    const oldest = claims.keys().next().value
    if (claims.size > most && oldest !== undefined) claims.delete(oldest)
  }
  return {
    claim(id) {
      const known = claims.get(id)
      if (known && known.until > now()) return Promise.resolve(known.state)
      put(id, 'busy', HOLD_SECONDS)
      return Promise.resolve('claimed')
    },
    done(id) {
      put(id, 'done', KEEP_DONE_SECONDS)
      return Promise.resolve()
    },
    release(id) {
      claims.delete(id)
      return Promise.resolve()
    },
  }
}
