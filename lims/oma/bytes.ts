import { OmaRefusal } from './refusal.ts'

const AT_ONCE = 8192

/**
 * Bytes as a text of one character a byte, which loses nothing.
 * `TextDecoder('latin1')` would not do: by its standard it reads windows-1252.
 */
export function textOfBytes(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += AT_ONCE) {
    // The declaration asks for an array; any list of numbers does, and copying it would cost more than reading it.
    text += String.fromCharCode.apply(null, bytes.subarray(at, at + AT_ONCE) as unknown as number[])
  }
  return text
}

/** The way back; a character that no byte stands for is refused, since machines know one byte a character. */
export function bytesOfText(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 0xff) {
      throw new OmaRefusal('character', `"${text.charAt(at)}" at character ${at + 1} is not one of the 256 of latin-1`)
    }
    bytes[at] = code
  }
  return bytes
}
