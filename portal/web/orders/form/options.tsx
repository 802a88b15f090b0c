import { memo } from 'react'
import { useQuery } from '@tanstack/react-query'
import { textKeyOf } from '../../texts/english.ts'
import { ask } from '../../api/ask.ts'
import { useSpeech } from '../../texts/say.tsx'
import { Pick, Segments, TextLine } from '../../ui/fields.tsx'
import type { Offer } from '../judging/judged.ts'
import type { Change, Facts } from './order-form.ts'

interface OptionsProps {
  readonly job: Facts
  readonly branchId: string | null
  readonly orderRef: string
  readonly note: string
  readonly offer: Offer
  readonly again: boolean
  readonly practiceId: string
  readonly change: (change: Change) => void
}

const priorities = ['standard', 'rush', 'same-day'] as const
const purposes = ['general', 'driving', 'computer', 'sport', 'safety'] as const

/** How soon, what for, where to, and the practice's own number. */
export const Options = memo(function Options({
  job,
  branchId,
  orderRef,
  note,
  offer,
  again,
  practiceId,
  change,
}: OptionsProps) {
  const { say } = useSpeech()
  const branches = useQuery({
    queryKey: ['practices', practiceId, 'branches'],
    queryFn: ({ signal }) => ask('GET /api/practices/:practiceId/branches', { params: { practiceId }, signal }),
  })
  const open = (branches.data?.items ?? []).filter(({ closedAt }) => closedAt === null)
  const reason = job['order.redoReason']
  const purpose = job['order.purpose']
  return (
    <section className="panel stack" aria-labelledby="options-title">
      <h2 id="options-title">{say('form.options')}</h2>
      {again ? (
        <Pick
          label={say('form.reason')}
          fact="order.redoReason"
          value={typeof reason === 'string' ? reason : null}
          options={offer.redoReasons.map((id) => {
            // Labs name the practice's own mistake each in their way.
            const own = id.endsWith('-error') ? ('form.reason.practice' as const) : null
            const key = textKeyOf(`value.order.redoReason.${id}`) ?? own
            return { id, label: key === null ? id : say(key) }
          })}
          onChange={(id) => change({ kind: 'fact', of: 'job', id: 'order.redoReason', value: id })}
          placeholder={say('form.choose')}
        />
      ) : null}
      <Segments
        label={say('form.priority')}
        options={priorities.map((id) => ({ id, label: say(`value.order.priority.${id}`) }))}
        value={priorities.find((id) => id === job['order.priority']) ?? null}
        onChange={(id) => change({ kind: 'fact', of: 'job', id: 'order.priority', value: id })}
      />
      <div className="columns">
        <Pick
          label={say('form.purpose')}
          value={purposes.find((id) => id === purpose) ?? 'general'}
          options={purposes.map((id) => ({ id, label: say(`value.order.purpose.${id}`) }))}
          onChange={(id) =>
            change({ kind: 'fact', of: 'job', id: 'order.purpose', value: id === 'general' ? null : id })
          }
        />
        {open.length > 0 ? (
          <Pick
            label={say('form.branch')}
            value={branchId}
            options={open.map(({ id, name }) => ({ id, label: name }))}
            onChange={(id) => change({ kind: 'set', parts: { branchId: id } })}
          />
        ) : null}
        <TextLine
          label={say('form.orderRef')}
          value={orderRef}
          most={80}
          onChange={(text) => change({ kind: 'set', parts: { orderRef: text } })}
        />
      </div>
      <TextLine
        label={say('form.note')}
        value={note}
        most={500}
        onChange={(text) => change({ kind: 'set', parts: { note: text } })}
      />
    </section>
  )
})
