import { Type, type TObject } from '@sinclair/typebox'
import type { EventKind } from './event.ts'
import { WebhookBody } from './webhook-body.ts'

/** What holds of every body of one type: the same type and version never come in another shape. */
export function bodySchemaOf({ type, version, means, data }: EventKind): TObject {
  const fields = { ...WebhookBody.properties, type: Type.Literal(type), version: Type.Literal(version), data }
  return Type.Object(fields, { additionalProperties: false, title: type, description: means })
}
