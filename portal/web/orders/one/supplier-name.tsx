import { useQuery } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'

interface SupplierNameProps {
  readonly practiceId: string
  readonly supplierId: string
}

/** Who sends the frame of an order. */
export function SupplierName({ practiceId, supplierId }: SupplierNameProps) {
  const { data } = useQuery({
    queryKey: ['practices', practiceId, 'suppliers'],
    queryFn: ({ signal }) => ask('GET /api/practices/:practiceId/suppliers', { params: { practiceId }, signal }),
  })
  const found = data?.items.find(({ id }) => id === supplierId)
  return found ? <span>: {found.name}</span> : null
}
