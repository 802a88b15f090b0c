import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { useMe } from '../../access/me.ts'
import { ask } from '../../api/ask.ts'
import { useSpeech } from '../../texts/say.tsx'
import { Loading, Trouble } from '../../ui/tell.tsx'
import type { Beginning } from './beginning.ts'
import { FormPage } from './form-page.tsx'
import { emptyForm, type OrderForm } from './order-form.ts'
import { fromOrder } from './from-order.ts'

/** What the form begins with: nothing, a patient, a draft, or an order that is ordered, made or tried again. */
export function NewOrderPage() {
  const me = useMe()
  const { say } = useSpeech()
  const [query] = useSearchParams()
  const draftId = query.get('draft')
  const from = query.get('from')
  const way = query.get('way')
  const practice = useQuery({
    queryKey: ['practices', me.practice],
    queryFn: ({ signal }) =>
      ask('GET /api/practices/:practiceId', { params: { practiceId: me.practice ?? '' }, signal }),
    enabled: me.practice !== null,
  })
  const draft = useQuery({
    queryKey: ['drafts', draftId],
    queryFn: ({ signal }) => ask('GET /api/order-drafts/:draftId', { params: { draftId: draftId ?? '' }, signal }),
    enabled: draftId !== null,
    // What is typed since is newer than any answer.
    staleTime: Infinity,
    gcTime: 0,
  })
  const order = useQuery({
    queryKey: ['orders', from],
    queryFn: ({ signal }) => ask('GET /api/orders/:orderId', { params: { orderId: from ?? '' }, signal }),
    enabled: from !== null,
  })
  const error = practice.error ?? draft.error ?? order.error
  if (error)
    return (
      <div className="page narrow">
        <h1>{say('nav.newOrder')}</h1>
        <Trouble error={error} again={() => void Promise.all([practice.refetch(), draft.refetch(), order.refetch()])} />
      </div>
    )
  if (!practice.data || (draftId !== null && !draft.data) || (from !== null && !order.data))
    return (
      <div className="page">
        <h1>{say('nav.newOrder')}</h1>
        <Loading rows={10} />
      </div>
    )
  const empty = emptyForm(practice.data.preferences.cylinder)
  const tour = query.get('tour') !== null
  const anew = { draft: null, again: null, amends: null, example: tour }
  const beginning: Beginning = draft.data
    ? // A draft is what this form saved; parts that it did not know yet are empty.
      { ...anew, form: { ...empty, ...(draft.data.form as Partial<OrderForm>) }, draft: draft.data }
    : order.data
      ? fromOrder(order.data, way, empty)
      : { ...anew, form: { ...empty, patientId: tour ? null : query.get('patient') } }
  return (
    <FormPage
      key={`${draftId ?? ''} ${from ?? ''} ${way ?? ''} ${query.get('patient') ?? ''} ${String(tour)}`}
      me={me}
      practice={practice.data}
      beginning={beginning}
    />
  )
}
