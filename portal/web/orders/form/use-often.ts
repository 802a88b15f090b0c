import { useQuery } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import type { Offer } from '../judging/judged.ts'

const MOST = 5

export interface Often {
  readonly design: string
  readonly material: string
}

/** Lenses that this practice orders most, as far as the lab still has them. */
export function useOften(offer: Offer | null): readonly Often[] {
  const { data } = useQuery({
    queryKey: ['often-ordered'],
    queryFn: ({ signal }) => ask('GET /api/often-ordered', { signal }),
  })
  if (offer === null) return []
  const has = (kind: Offer['designs'], id: string): boolean => kind.some((one) => one.id === id)
  return (data?.items ?? [])
    .filter(({ design, material }) => has(offer.designs, design) && has(offer.materials, material))
    .slice(0, MOST)
}
