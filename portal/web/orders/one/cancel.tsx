import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { useSpeech } from '../../texts/say.tsx'
import { AskFirst } from '../../ui/ask-first.tsx'
import { TextLine } from '../../ui/fields.tsx'
import { Press } from '../../ui/press.tsx'
import { Loading, Trouble } from '../../ui/tell.tsx'

/** Asks first what cancelling would cost, and says it. */
export function Cancel({ orderId, onClose }: { readonly orderId: string; readonly onClose: () => void }) {
  const { say, money } = useSpeech()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const cost = useQuery({
    queryKey: ['orders', orderId, 'fee'],
    queryFn: ({ signal }) =>
      ask('POST /api/orders/:orderId/cancel', { params: { orderId }, body: { reason: 'asked', dry: true }, signal }),
    gcTime: 0,
    staleTime: 0,
  })
  const cancel = useMutation({
    mutationFn: () =>
      ask('POST /api/orders/:orderId/cancel', {
        params: { orderId },
        body: { reason: reason.trim(), ...(cost.data ? { agreedFee: cost.data.fee } : {}) },
      }),
    onSuccess: async ({ cancelled }) => {
      await queries.invalidateQueries({ queryKey: ['orders'] })
      if (cancelled) onClose()
    },
  })
  const error = cost.error ?? cancel.error
  return (
    <AskFirst title={say('order.cancel.title')} open onClose={onClose}>
      {error ? <Trouble error={error} again={() => void cost.refetch()} /> : null}
      {cost.isPending ? <Loading rows={2} /> : null}
      {cost.data ? (
        <p>
          {cost.data.fee > 0 && cost.data.currency !== null
            ? say('order.cancel.fee', { fee: money(cost.data.fee, cost.data.currency) })
            : say('order.cancel.free')}
        </p>
      ) : null}
      <TextLine label={say('order.cancel.reason')} value={reason} onChange={setReason} most={200} focus />
      <div className="row end">
        <Press onPress={onClose}>{say('order.cancel.keep')}</Press>
        <Press
          look="bad"
          busy={cancel.isPending}
          off={reason.trim() === '' || cost.data === undefined}
          onPress={() => cancel.mutate()}
        >
          {say('order.cancel')}
        </Press>
      </div>
    </AskFirst>
  )
}
