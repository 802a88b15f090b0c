import './ui/tokens.css'
import './ui/base.css'
import './ui/parts.css'
import './shell/shell.css'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { meQuery } from './access/me.ts'
import { codeOf } from './api/ask.ts'
import { Pages } from './pages.tsx'
import { Speaking } from './texts/say.tsx'

const MOST_TRIES = 2

/** A sign-in that ended in the middle of the work: the page gives way to the door, and comes back after it. */
function watchSignIn(error: unknown): void {
  if (codeOf(error) === 'not_signed_in') queries.setQueryData(meQuery.queryKey, null)
}

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: watchSignIn }),
  mutationCache: new MutationCache({ onError: watchSignIn }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal stays one; only silence is worth asking again.
      retry: (tries, error) => tries < MOST_TRIES && codeOf(error) === 'unanswered',
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no place for the screens')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Speaking>
        <BrowserRouter>
          <Pages />
        </BrowserRouter>
      </Speaking>
    </QueryClientProvider>
  </StrictMode>,
)
