import type { TSchema } from '@sinclair/typebox'

/** A copy of an answer in which every field that its schema marks `secret` is null: what may be kept. */
export function withoutSecrets(schema: TSchema, value: unknown): unknown {
  if (value === null || value === undefined) return value
  const alternatives = (schema['anyOf'] ?? []) as TSchema[]
  if (schema['secret'] === true || alternatives.some((alternative) => alternative['secret'] === true)) return null
  if (Array.isArray(value)) {
    const items = schema['items'] as TSchema | undefined
    return items ? value.map((item) => withoutSecrets(items, item)) : value
  }
  const properties = schema['properties'] as Record<string, TSchema> | undefined
  if (typeof value !== 'object' || !properties) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const field = properties[name]
      return [name, field ? withoutSecrets(field, inner) : inner]
    }),
  )
}

/** Whether a schema marks anything as secret, however deep. */
export function holdsSecrets(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  if ('secret' in schema && schema.secret === true) return true
  return Object.values(schema).some(holdsSecrets)
}
