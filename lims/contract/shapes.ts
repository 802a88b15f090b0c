import { Type, type Static, type TSchema } from '@sinclair/typebox'

/** Shapes that several nouns share. */
export const Id = (prefix: string, description: string) =>
  Type.String({ pattern: `^${prefix}_[0-9a-z]{26}$`, description, examples: [`${prefix}_01kafw3v8h4e5r6t7y8z9a0b1c`] })

export const Instant = (description: string) =>
  Type.String({ format: 'date-time', maxLength: 40, description: `${description} (RFC 3339, UTC)` })

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** A closed list of words. */
export const Words = <const T extends readonly string[]>(words: T, description: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...words], description })

/** Text as people write it: trimmed length counted, no control characters. */
export const Line = (description: string, maxLength = 200) =>
  // The pattern refuses C0 controls and DEL: they break logs, terminals and label printers.
  Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001f\\u007f]*$', description })

export const PracticeId = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  description: 'The practice (tenant), as the lab numbers its accounts',
  examples: ['practice-0012'],
})

/** Query fields of every paged list. */
export const pageQuery = {
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'How many rows at most' }),
  after: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'The `next` of the page before' })),
}

// The type is given by hand: inferred through a page, the compiler would unfold the item again and again.
export const Page = <T extends TSchema>(item: T, description: string) =>
  Type.Unsafe<PageOf<Static<T>>>(
    Type.Object(
      {
        items: Type.Array(item, { description }),
        next: Nullable(Type.String({ description: 'Give this as `after` for the next page; null on the last' })),
      },
      { additionalProperties: false },
    ),
  )

export interface PageOf<T> {
  items: T[]
  next: string | null
}
export type { Static, TSchema }
