import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import { ask } from '../api/ask.ts'
import { paths } from '../shell/paths.ts'
import { useSpeech } from '../texts/say.tsx'
import { Loading, Trouble } from '../ui/tell.tsx'
import { Door } from './door.tsx'
import { meQuery } from './me.ts'

/** Where the OpenID provider sends the browser back to. */
export function OpenIdBackPage() {
  const { say } = useSpeech()
  const { search } = useLocation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const begun = useRef(false)
  const finish = useMutation({
    mutationFn: () => ask('POST /api/sign-in/openid/finish', { body: { query: search.slice(1) } }),
    onSuccess: ({ next, me }) => {
      if (next === 'done') queries.setQueryData(meQuery.queryKey, me)
      void navigate(next === 'done' ? paths.orders : paths.signIn, { replace: true, state: { code: true } })
    },
  })
  useEffect(() => {
    // What the provider sent works once, and React mounts twice while developing.
    if (begun.current) return
    begun.current = true
    finish.mutate()
  }, [finish])
  return (
    <Door title={say('signIn.title')}>
      {finish.error ? (
        <>
          <Trouble error={finish.error} />
          <Link to={paths.signIn}>{say('signIn.back')}</Link>
        </>
      ) : (
        <Loading rows={3} />
      )}
    </Door>
  )
}
