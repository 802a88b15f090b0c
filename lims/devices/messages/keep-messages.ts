import { valueOf, type Message } from '@ils/oma/records/message'
import { textOf } from '@ils/oma/records/write-message'
import { readStatus } from '@ils/oma/session/status'
import type { App } from '../../app.ts'
import { writeInBatches } from '../write-in-batches.ts'
import { insertMessages, type MessageRow } from './store.ts'

const EVERY_MS = 250
const MOST_WAITING = 5000
/** A trace of two eyes with heights is some 40,000 characters. */
const LONGEST_TEXT = 65_536

export interface MessageKeeper {
  /** Of a message whose personal labels are empty already. */
  said(line: string, direction: 'in' | 'out', about: string, message: Message): void
  noticed(line: string, code: string, sentence: string): void
  close(): Promise<void>
}

/** What is said on all lines of this process, written down soon after. */
export function keepMessages(app: App): MessageKeeper {
  const batches = writeInBatches<Omit<MessageRow, 'n'>>((rows) => insertMessages(app.pool, rows), {
    ...{ everyMs: EVERY_MS, most: MOST_WAITING, log: app.log, what: 'messages of lines' },
  })
  return {
    said(line, direction, about, message) {
      const text = textOf(message)
      const job = valueOf(message, 'JOB')
      batches.add({
        ...{ line, at: app.clock.now(), direction, about, job: job === undefined ? null : storable(job, 80) },
        ...{ status: readStatus(message)?.code ?? null, bytes: text.length, text: storable(text, LONGEST_TEXT) },
      })
    },
    noticed(line, code, sentence) {
      batches.add({
        ...{ line, at: app.clock.now(), direction: 'note', about: code, job: null, status: null, bytes: 0 },
        text: storable(sentence, 1000),
      })
    },
    close: () => batches.close(),
  }
}

/** A byte of zero is no text to Postgres; other control characters would confuse whoever reads it on a screen. */
const storable = (text: string, most: number): string => text.slice(0, most).replace(/[^\r\n -~\u0080-\uffff]/g, '·')
