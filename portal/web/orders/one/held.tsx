import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { Link } from 'react-router'
import { reasonInWords } from '../../../contract/lab-words.ts'
import type { Order } from '../../../contract/orders.ts'
import { ask } from '../../api/ask.ts'
import { Term } from '../../help/term.tsx'
import { useSpeech } from '../../texts/say.tsx'
import { TextLine } from '../../ui/fields.tsx'
import { Press } from '../../ui/press.tsx'
import { Notice, Trouble } from '../../ui/tell.tsx'
import { causeSentence } from '../cause-sentence.ts'

interface HeldProps {
  readonly order: Order
  readonly hold: NonNullable<Order['hold']>
  readonly writes: boolean
  /** Where it is changed and sent again. */
  readonly amendAt: string
}

/** Why an order stands still, and what whoever reads can do about it. */
export function Held({ order, hold, writes, amendAt }: HeldProps) {
  const speech = useSpeech()
  const { say, language, instant } = speech
  const key = hold.by === 'practice' ? 'practice' : hold.answerable ? 'answer' : 'lab'
  return (
    <Notice tone="bad">
      <div className="stack">
        <div>
          <Term id="hold" of={say('status.on_hold')} /> <strong>{say(`order.hold.${key}`)}</strong>
          {hold.causes.length === 0 ? <p>{reasonInWords(hold.reason, language)}</p> : null}
          {hold.causes.length > 0 ? (
            <ul>
              {hold.causes.map((cause) => (
                <li key={`${cause.code} ${cause.field ?? ''} ${cause.eye ?? ''}`}>{causeSentence(cause, speech)}</li>
              ))}
            </ul>
          ) : null}
          {hold.until === null ? null : <p className="small">{say('order.hold.until', { at: instant(hold.until) })}</p>}
        </div>
        {writes && hold.by === 'practice' ? (
          <p className="no-print">
            <Link className="button little" to={amendAt}>
              {say('order.amend')}
            </Link>
          </p>
        ) : null}
        {writes && hold.answerable ? <AnswerLab order={order} /> : null}
      </div>
    </Notice>
  )
}

function AnswerLab({ order }: { readonly order: Order }) {
  const { say } = useSpeech()
  const queries = useQueryClient()
  const [answer, setAnswer] = useState('')
  const send = useMutation({
    mutationFn: () =>
      ask('POST /api/orders/:orderId/answer', {
        params: { orderId: order.id },
        body: { version: order.version, answer: answer.trim() },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['orders', order.id] }),
  })
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (answer.trim() !== '') send.mutate()
  }
  if (send.isSuccess)
    return (
      <p role="status">
        <strong>{say('order.answer.sent')}</strong>
      </p>
    )
  return (
    <form className="stack no-print" onSubmit={submit} noValidate>
      {send.error ? <Trouble error={send.error} /> : null}
      <TextLine label={say('order.answer')} value={answer} onChange={setAnswer} most={300} />
      <div className="row">
        <Press type="submit" look="primary" busy={send.isPending} off={answer.trim() === ''}>
          {say('order.answer.send')}
        </Press>
      </div>
    </form>
  )
}
