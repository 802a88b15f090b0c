import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/ask.ts'
import { newsKey } from '../api/rules-key.ts'

/** News of the catalogue; asked for anew when there are some. */
export function useCatalogueNews() {
  return useQuery({
    queryKey: newsKey,
    queryFn: ({ signal }) => ask('GET /api/catalogue/news', { signal }),
    staleTime: 30_000,
  })
}
