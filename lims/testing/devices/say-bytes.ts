import { textOfBytes } from '@ils/oma/bytes'

const NAMES: Readonly<Record<string, string>> = {
  '\x1c': '<FS>',
  '\x1d': '<GS>',
  '\x1e': '<RS>',
  '\x06': '<ACK>',
  '\x15': '<NAK>',
  '\x11': '<XON>',
  '\x13': '<XOFF>',
  '\x1a': '<SUB>',
  '\x1b': '<ESC>',
  '\r': '<CR>',
  '\n': '<LF>\n',
}

/** Bytes as a person reads them: control characters by their name, records on lines of their own. */
export const sayBytes = (bytes: Uint8Array): string =>
  Array.from(
    textOfBytes(bytes),
    (character) =>
      NAMES[character] ??
      (character < ' ' || (character >= '\x7f' && character < '\xa0')
        ? `<${character.charCodeAt(0).toString(16).padStart(2, '0')}>`
        : character),
  )
    .join('')
    .trimEnd()
