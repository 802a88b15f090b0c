import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Reads } from '../../contract/reads.ts'
import { ask } from '../api/ask.ts'

const readsKey = ['me', 'reads'] as const

/** What who is signed in has read, on whichever device. */
export function useReads() {
  const queries = useQueryClient()
  const { data } = useQuery({ queryKey: readsKey, queryFn: ({ signal }) => ask('GET /api/me/reads', { signal }) })
  const { mutate } = useMutation({
    mutationFn: (body: { readonly what: keyof Reads; readonly upTo: string }) => ask('POST /api/me/reads', { body }),
    onMutate: ({ what, upTo }) => {
      queries.setQueryData<Reads>(readsKey, (before) => before && { ...before, [what]: upTo })
    },
    onSuccess: (reads) => queries.setQueryData(readsKey, reads),
  })
  return { reads: data, note: mutate }
}
