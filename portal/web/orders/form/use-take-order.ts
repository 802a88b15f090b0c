import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FullConfiguration } from '@ils/contract/configuration'
import { useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { ask, newKey, Refused } from '../../api/ask.ts'
import { paths } from '../../shell/paths.ts'
import type { Beginning } from './beginning.ts'
import type { OrderForm } from './order-form.ts'

interface Wanted {
  readonly form: OrderForm
  readonly configuration: FullConfiguration
  readonly draft: { close(): Promise<string | null>; reopen(): void }
  readonly evenIfAlike: boolean
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

const isAlike = (error: unknown): boolean =>
  error instanceof Refused &&
  error.problem.code === 'conflict' &&
  error.problem.causes.some(({ code }) => code === 'alike')

/** Orders, or sends what the lab would not take again. A repeat after a lost answer orders nothing twice. */
export function useTakeOrder({ again, amends }: Beginning) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [alike, setAlike] = useState(false)
  const key = useRef({ key: '', of: '' })
  const take = useMutation({
    mutationFn: async ({ form, configuration, draft, evenIfAlike }: Wanted) => {
      const draftId = await draft.close()
      const of = JSON.stringify([configuration, evenIfAlike, form])
      // The same wish has the same key, however often it is pressed; another one is another order.
      if (key.current.of !== of) key.current = { key: newKey(), of }
      if (amends)
        return ask('POST /api/orders/:orderId/amend', {
          params: { orderId: amends.id },
          key: key.current.key,
          body: { version: amends.version, configuration, frameWay: form.frameWay },
        })
      const reason = configuration.job['order.redoReason']
      return ask('POST /api/orders', {
        key: key.current.key,
        body: {
          patientId: form.patientId ?? '',
          prescriptionId: form.prescriptionId,
          configuration,
          frameWay: form.frameWay,
          orderRef: orNull(form.orderRef),
          branchId: form.branchId,
          frameSupplierId: form.frameWay === 'to_come' ? form.frameSupplierId : null,
          note: orNull(form.note),
          ...(draftId === null ? {} : { draftId }),
          ...(evenIfAlike ? { evenIfAlike } : {}),
          ...(again === null ? {} : { again: { ...again, reason: typeof reason === 'string' ? reason : '' } }),
        },
      })
    },
    onSuccess: (order) => {
      setAlike(false)
      queries.setQueryData(['orders', order.id], order)
      void queries.invalidateQueries({ queryKey: ['orders'] })
      void queries.invalidateQueries({ queryKey: ['drafts'] })
      void navigate(paths.order(order.id), { replace: true, state: { taken: true } })
    },
    onError: (error, { draft }) => {
      draft.reopen()
      setAlike(isAlike(error))
    },
  })
  return {
    mutate: take.mutate,
    isPending: take.isPending,
    error: isAlike(take.error) ? null : take.error,
    alike,
    dropAlike: () => setAlike(false),
  }
}
