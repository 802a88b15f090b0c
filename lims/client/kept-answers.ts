import type { Fresh } from './call.ts'

/** Asks for one thing: with the tag of the answer that one has, or null for none yet. */
type Ask<T> = (ifNoneMatch: string | null) => Promise<Fresh<T>>

/** Whether what is kept of that key may be given although it is too old, because asking failed so. */
type MayBeOld = (key: string, error: unknown) => boolean

interface Kept<T> {
  readonly etag: string
  readonly body: T
  /** On the clock of `performance`. */
  readonly until: number
  readonly turn: number
}

export interface KeptAnswers {
  /** What is kept, where it is young enough; otherwise what the LIMS says by now, for which it need not be sent again. */
  get<T>(key: string, ask: Ask<T>): Promise<T>
  /** Something changed: whoever asks from now on is told what the LIMS says from now on. */
  readonly changed: () => void
}

/** Answers that are the same for a while. They are shared by all who ask, so nobody can change them: they are frozen. */
export function keepAnswers(forMs: number, most: number, mayBeOld: MayBeOld = () => false): KeptAnswers {
  const kept = new Map<string, Kept<unknown>>()
  const coming = new Map<string, { readonly turn: number; readonly body: Promise<unknown> }>()
  let turn = 0

  const ask = async (key: string, asking: Ask<unknown>): Promise<unknown> => {
    const began = turn
    const before = kept.get(key)
    let said: Fresh<unknown>
    try {
      said = await asking(before?.etag ?? null)
    } catch (error) {
      // It stays too old: whoever comes next asks again.
      if (before && mayBeOld(key, error)) return before.body
      throw error
    }
    const body = said.notModified ? before?.body : frozen(said.body)
    const newest = kept.get(key)
    kept.delete(key)
    // What was asked for before the change may be what was before it: it goes to whoever asked, and is asked for again.
    const newer = newest && newest.turn > began ? newest : undefined
    if (newer) kept.set(key, newer)
    else if (said.etag !== null) {
      const until = began === turn ? performance.now() + forMs : 0
      kept.set(key, { etag: said.etag, body, until, turn: began })
    }
    const oldest = kept.keys().next().value
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    return body
  }

  return {
    async get<T>(key: string, asking: Ask<T>) {
      const known = kept.get(key)
      // The key names the call and all that it was asked with, so what is kept under it is of its type.
      if (known?.turn === turn && known.until > performance.now()) return known.body as T
      const already = coming.get(key)
      if (already?.turn === turn) return already.body as Promise<T> // Likewise.
      const body = ask(key, asking)
      const mine = { turn, body }
      coming.set(key, mine)
      try {
        return (await body) as T // Likewise.
      } finally {
        if (coming.get(key) === mine) coming.delete(key)
      }
    },
    changed() {
      turn += 1
    },
  }
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) frozen(part)
  return Object.freeze(value)
}
