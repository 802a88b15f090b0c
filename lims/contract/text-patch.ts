import { Type, type Static } from '@sinclair/typebox'

/** How one text comes out of another. It is in bytes of UTF-8, as hashes are. */
export const TextPatch = Type.Object(
  {
    from: Type.String({ description: 'Hash of the text that it is for; whoever holds another one fetches the whole' }),
    pieces: Type.Array(
      Type.Union([
        Type.Tuple([Type.Integer({ minimum: 0 }), Type.Integer({ minimum: 1 })], {
          description: 'So many bytes of the text before, from this one on: [from, length]',
        }),
        Type.String({ description: 'Text that was not in it' }),
      ]),
      { description: 'What the new text is made of, in order' },
    ),
  },
  { additionalProperties: false },
)
export type TextPatch = Static<typeof TextPatch>

/** The new text; compare its hash with the one you were told before you go by it. */
export function applyTextPatch(before: Uint8Array, { pieces }: Pick<TextPatch, 'pieces'>): Uint8Array {
  const encoder = new TextEncoder()
  const parts = pieces.map((piece) => {
    if (typeof piece === 'string') return encoder.encode(piece)
    const [from, length] = piece
    if (from + length > before.length) {
      throw new RangeError(`the patch takes bytes up to ${from + length} of a text of ${before.length}`)
    }
    return before.subarray(from, from + length)
  })
  const after = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    after.set(part, at)
    at += part.length
  }
  return after
}
