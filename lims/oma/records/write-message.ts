import { bytesOfText } from '../bytes.ts'
import type { Message } from './message.ts'

/** The bytes of a message; of one that was read and not edited, the very bytes it was read from. */
export const writeMessage = (message: Message): Uint8Array => bytesOfText(textOf(message))

/** The same as a text of one character a byte. */
export const textOf = (message: Message): string => message.records.map(({ raw }) => raw).join('')
