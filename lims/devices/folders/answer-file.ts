import { buildMessage } from '@ils/oma/records/build-message'
import { valueOf, type Message } from '@ils/oma/records/message'
import { fieldsOf, unquoted } from '@ils/oma/records/read-value'
import { withoutPersonal } from '@ils/oma/records/without-personal'
import { writeMessage } from '@ils/oma/records/write-message'
import { withoutConversation } from '@ils/oma/session/select-records'
import { statusCode } from '@ils/oma/session/status'
import type { App } from '../../app.ts'
import { answerQuestion } from '../answers/answer-question.ts'
import type { LineRow } from '../lines/store.ts'
import type { Dealt } from './deal-with-files.ts'
import { namePart, writeWhole } from './write-whole.ts'

/** Files that bring something: what a session may upload, and what only files are. */
const BRINGS = new Set(['TRC', 'UPL', 'INS', 'MNT', 'INF', 'ERR', 'FIL', 'FRM'])
const LATER = new Set([statusCode('host error'), statusCode('busy')])

/** A file is what a session would have been: it brings data, or asks for a job and is answered by a file in `out`. */
export async function answerFile(app: App, line: LineRow, file: Message, out: string): Promise<Dealt> {
  const message = withoutPersonal(file)
  const request = (valueOf(message, 'REQ') ?? valueOf(message, 'ANS') ?? '').trim()
  const job = unquoted(fieldsOf(valueOf(message, 'JOB') ?? '')[0] ?? '').trim()
  if (request === '' || job === '') {
    return {
      as: 'failed',
      text: `${request === '' ? 'REQ' : 'JOB'}: the file has none, so nobody knows what it is about`,
    }
  }
  const brings = BRINGS.has(request.toUpperCase()) || valueOf(message, 'ANS') !== undefined
  const about = brings ? 'store' : 'download'
  const answer = await answerQuestion(app, line, { number: 1, about, request, job, message })
  const status = answer.status ?? 0
  if (status !== 0) {
    const text = answer.text ?? 'the host refused it'
    return LATER.has(status) ? { as: 'later', text } : { as: 'failed', text: `STATUS=${status}: ${text}` }
  }
  if (!brings && answer.message) {
    const head = buildMessage([
      ['ANS', request],
      ['JOB', job],
      ['STATUS', '0'],
    ])
    const records = [...head.records, ...withoutConversation(answer.message).records]
    await writeWhole(out, `${namePart(job)}-${namePart(request)}.oma`, writeMessage({ records }))
  }
  return { as: 'done', text: answer.text ?? '' }
}
