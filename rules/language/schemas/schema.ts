/** A JSON Schema, draft 2020-12, as a plain object. */
export type JsonSchema = Readonly<Record<string, unknown>>

type Properties = Readonly<Record<string, JsonSchema>>

/** Nothing beyond what is listed: a key misspelt is a key unknown. */
export function object(description: string, required: Properties, optional: Properties = {}): JsonSchema {
  return {
    type: 'object',
    description,
    required: Object.keys(required),
    properties: { ...required, ...optional },
    additionalProperties: false,
  }
}

export const list = (description: string, items: JsonSchema, rest: JsonSchema = {}): JsonSchema => ({
  ...{ type: 'array', description, items, maxItems: 50_000 },
  ...rest,
})

export const oneWord = (description: string, words: readonly string[]): JsonSchema => ({
  type: 'string',
  description,
  enum: words,
})

export const sentence = (description: string): JsonSchema => ({
  ...{ type: 'string', description, minLength: 1, maxLength: 2000 },
})

/** Also a part of a file's name, and never mistaken for a row or a reference. */
export const id = (description: string): JsonSchema => ({
  type: 'string',
  description: `${description} Letters, digits and . _ : @ -, beginning with a letter or digit.`,
  pattern: '^[A-Za-z0-9][A-Za-z0-9._:@-]{0,99}$',
})

export const factId = (description: string): JsonSchema => ({
  type: 'string',
  description: `${description} Words joined by dots, e.g. rx.sphere.`,
  pattern: '^[A-Za-z][A-Za-z0-9_]*(?:[.@:-][A-Za-z0-9_]+)*$',
  maxLength: 100,
})

export const day = (description: string): JsonSchema => ({
  type: 'string',
  description: `${description} A day like 2026-11-21.`,
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
})

/** In one text, or one for each language. */
export const text = (description: string): JsonSchema => ({
  type: ['string', 'object'],
  description: `${description} One text for all, or one for each language of the settings.`,
  minLength: 1,
  maxLength: 2000,
  minProperties: 1,
  additionalProperties: sentence('The text in that language.'),
})

export const anything = (description: string): JsonSchema => ({ description })
export const integer = (description: string, rest: JsonSchema = {}): JsonSchema => ({
  ...{ type: 'integer', description },
  ...rest,
})
export const flag = (description: string): JsonSchema => ({ type: 'boolean', description })
