import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { Link, Navigate, useLocation, useSearchParams } from 'react-router'
import { ask, codeOf } from '../api/ask.ts'
import { paths } from '../shell/paths.ts'
import { useSpeech } from '../texts/say.tsx'
import { TextLine } from '../ui/fields.tsx'
import { Press } from '../ui/press.tsx'
import { Notice, Trouble } from '../ui/tell.tsx'
import { Door } from './door.tsx'
import { meQuery } from './me.ts'
import { wayBack } from './way-back.ts'

/** Address and password, then a code where the person has two steps. */
export function SignInPage() {
  const { say } = useSpeech()
  const [query] = useSearchParams()
  const state: unknown = useLocation().state
  const { data: me } = useQuery(meQuery)
  const queries = useQueryClient()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [asksCode, setAsksCode] = useState(typeof state === 'object' && state !== null && 'code' in state)
  const ways = useQuery({
    queryKey: ['ways'],
    queryFn: ({ signal }) => ask('GET /api/sign-in/ways', { signal }),
    staleTime: Infinity,
  })
  const enter = useMutation({
    mutationFn: () =>
      asksCode
        ? ask('POST /api/sign-in/code', { body: { code: code.trim() } })
        : ask('POST /api/sign-in', { body: { email: email.trim(), password } }),
    onSuccess: ({ next, me: person }) => {
      setPassword('')
      if (next === 'code') setAsksCode(true)
      else queries.setQueryData(meQuery.queryKey, person)
    },
    onError: (error) => {
      // The password was given too long ago: from the beginning.
      if (codeOf(error) === 'not_signed_in') setAsksCode(false)
    },
  })
  const openId = useMutation({
    mutationFn: () => ask('POST /api/sign-in/openid'),
    onSuccess: ({ url }) => {
      window.location.assign(url)
    },
  })
  if (me) return <Navigate to={wayBack(query.get('to'))} replace />
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (!enter.isPending) enter.mutate()
  }
  const trouble = enter.error ?? openId.error
  const provider = ways.data?.openId ?? null
  return (
    <Door title={asksCode ? say('signIn.code.title') : say('signIn.title')}>
      {query.get('set') === '1' && !asksCode ? <Notice tone="good">{say('signIn.passwordSet')}</Notice> : null}
      {trouble ? <Trouble error={trouble} /> : null}
      <form className="stack wide" onSubmit={submit} noValidate>
        {asksCode ? (
          <TextLine
            key="code"
            label={say('signIn.code')}
            hint={say('signIn.code.hint')}
            value={code}
            onChange={setCode}
            autoComplete="one-time-code"
            focus
            most={20}
          />
        ) : (
          <>
            <TextLine
              label={say('email')}
              type="email"
              value={email}
              onChange={setEmail}
              autoComplete="username"
              focus
            />
            <TextLine
              label={say('password')}
              type="password"
              value={password}
              onChange={setPassword}
              autoComplete="current-password"
            />
          </>
        )}
        <Press type="submit" look="primary" busy={enter.isPending}>
          {asksCode ? say('signIn.code.go') : say('signIn.go')}
        </Press>
      </form>
      {asksCode ? (
        <Press look="quiet" onPress={() => setAsksCode(false)}>
          {say('signIn.back')}
        </Press>
      ) : (
        <Link to={paths.forgotten}>{say('signIn.forgotten')}</Link>
      )}
      {provider && !asksCode ? (
        <>
          <div className="divider">{say('or')}</div>
          <Press busy={openId.isPending} onPress={() => openId.mutate()}>
            {provider.name}
          </Press>
        </>
      ) : null}
    </Door>
  )
}
