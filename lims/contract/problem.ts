import { Type, type Static } from '@sinclair/typebox'

/** One reason for a refusal: which field, what was seen there, and where the limit lies. */
export const Cause = Type.Object(
  {
    code: Type.String({ description: 'What is wrong, as a stable word' }),
    field: Type.String({ description: 'Where, as a path into the request: body.holderId, query.limit' }),
    message: Type.String({ description: 'What is wrong and what would be right, as a sentence' }),
    value: Type.Optional(Type.Unknown({ description: 'What was seen there, shortened' })),
    limit: Type.Optional(Type.Unknown({ description: 'The limit it missed' })),
  },
  { $id: 'Cause', additionalProperties: false },
)
export type Cause = Static<typeof Cause>

/** A refusal on the wire: RFC 9457 problem details with our code and causes. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'urn:ils:refusal:<code>' }),
    title: Type.String({ description: 'What the code means' }),
    status: Type.Integer({ description: 'The HTTP status' }),
    detail: Type.String({ description: 'What happened this time' }),
    code: Type.String({ description: 'Stable code to program against' }),
    correlationId: Type.String({
      description: 'Name this when asking for help: every log line of the request carries it',
    }),
    causes: Type.Array(Type.Ref('Cause'), { description: 'The single reasons, one per field' }),
  },
  { $id: 'Problem', additionalProperties: false },
)
export type Problem = Omit<Static<typeof Problem>, 'causes'> & { causes: Cause[] }
