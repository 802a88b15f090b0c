/** One setting: its name in the environment, how it is read, what it is for. Parsing and `.env.example` follow from it. */
export interface Setting<T> {
  readonly name: string
  readonly group: string
  readonly means: string
  /** How it looks, for `.env.example`. */
  readonly example: string
  /** Value where the environment says nothing; `undefined` makes it required, null means "off". */
  readonly fallback: T | undefined
  /** Never shown in messages. */
  readonly secret?: boolean
  /** Reads the text or says in one clause what would be right. */
  read(text: string): { ok: true; value: T } | { ok: false; want: string }
}

type Said = Omit<Setting<never>, 'read' | 'fallback' | 'example'>

const good = <T>(value: T) => ({ ok: true as const, value })
const bad = (want: string) => ({ ok: false as const, want })

export function text<F extends string | null>(
  said: Said & { fallback: F; example: string; minLength?: number },
): Setting<string | F> {
  const least = said.minLength ?? 1
  return { ...said, read: (t) => (t.length >= least ? good(t) : bad(`at least ${least} characters`)) }
}

export function whole(said: Said & { fallback: number; min: number; max: number }): Setting<number> {
  return {
    ...said,
    example: String(said.fallback),
    read: (t) => {
      const value = /^\d{1,12}$/.test(t) ? Number(t) : Number.NaN
      return value >= said.min && value <= said.max
        ? good(value)
        : bad(`a whole number from ${said.min} to ${said.max}`)
    },
  }
}

export function yesNo(said: Said & { fallback: boolean }): Setting<boolean> {
  return {
    ...said,
    example: said.fallback ? 'yes' : 'no',
    read: (t) =>
      /^(yes|true|1|on)$/i.test(t) ? good(true) : /^(no|false|0|off)$/i.test(t) ? good(false) : bad('yes or no'),
  }
}

export function oneOf<const W extends readonly string[]>(
  said: Said & { words: W; fallback: W[number] },
): Setting<W[number]> {
  return {
    ...said,
    example: said.fallback,
    read: (t) => (said.words.includes(t) ? good(t as W[number]) : bad(`one of ${said.words.join(', ')}`)),
  }
}

export function list(
  said: Said & { fallback: readonly string[]; example: string; each?: RegExp; want?: string },
): Setting<readonly string[]> {
  return {
    ...said,
    read: (t) => {
      const items = t
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean)
      return items.every((item) => (said.each ?? /./).test(item))
        ? good(items)
        : bad(said.want ?? 'a comma-separated list')
    },
  }
}

export function url<F extends string | null>(
  said: Said & { fallback: F; example: string; schemes: readonly string[] },
): Setting<string | F> {
  const want = `a URL that begins with ${said.schemes.map((s) => `${s}://`).join(' or ')}`
  return {
    ...said,
    read: (t) => {
      if (!URL.canParse(t)) return bad(want)
      return said.schemes.includes(new URL(t).protocol.slice(0, -1)) ? good(t) : bad(want)
    },
  }
}

/** JSON of a shape of its own; `check` answers what is wrong, in a clause. */
export function json<T>(
  said: Said & { fallback: T; example: string; check(value: unknown): string | undefined },
): Setting<T> {
  return {
    ...said,
    read: (t) => {
      try {
        const value: unknown = JSON.parse(t)
        const wrong = said.check(value)
        return wrong === undefined ? good(value as T) : bad(wrong)
      } catch {
        return bad('well-formed JSON')
      }
    },
  }
}
