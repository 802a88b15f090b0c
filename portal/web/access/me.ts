import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Me } from '../../contract/access.ts'
import type { Scope } from '../../contract/roles.ts'
import { ask, codeOf } from '../api/ask.ts'

/** Who is signed in; null: nobody. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: 5 * 60_000,
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await ask('GET /api/me', { signal })
    } catch (error) {
      if (codeOf(error) === 'not_signed_in') return null
      throw error
    }
  },
})

/** Whoever is signed in; pages inside the shell are shown to nobody else. */
export function useMe(): Me {
  const { data } = useQuery(meQuery)
  if (!data) throw new Error('this page is for whoever is signed in')
  return data
}

export const may = (me: Me, scope: Scope): boolean => me.scopes.includes(scope)
