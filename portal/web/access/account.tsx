import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { ask } from '../api/ask.ts'
import { useSpeech } from '../texts/say.tsx'
import { TextLine } from '../ui/fields.tsx'
import { Press } from '../ui/press.tsx'
import { Badge, Loading, Notice, Trouble } from '../ui/tell.tsx'
import { may, useMe } from './me.ts'
import { Notices } from './notices.tsx'
import { TwoStep } from './two-step.tsx'

/** My own access: password, two steps, where I am signed in. */
export function AccountPage() {
  const me = useMe()
  return (
    <div className="page narrow">
      <div className="page-head">
        <div className="stack tight">
          <h1>{me.name}</h1>
          <p className="muted">{me.email}</p>
        </div>
      </div>
      {may(me, 'orders:write') ? <Notices me={me} /> : null}
      <ChangePassword />
      <TwoStep me={me} />
      <SignIns />
    </div>
  )
}

function ChangePassword() {
  const { say } = useSpeech()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const keep = useMutation({
    mutationFn: () => ask('POST /api/me/password', { body: { current, next } }),
    onSuccess: () => {
      setCurrent('')
      setNext('')
    },
  })
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    keep.mutate()
  }
  return (
    <section className="panel" aria-labelledby="password-title">
      <h2 id="password-title">{say('password')}</h2>
      <form className="stack" onSubmit={submit} noValidate>
        {keep.error ? <Trouble error={keep.error} /> : null}
        {keep.isSuccess ? (
          <Notice tone="good" now>
            {say('password.changed')}
          </Notice>
        ) : null}
        <div className="columns">
          <TextLine
            label={say('password.current')}
            type="password"
            value={current}
            onChange={setCurrent}
            autoComplete="current-password"
          />
          <TextLine
            label={say('password.new')}
            hint={say('password.hint', { least: 12 })}
            type="password"
            value={next}
            onChange={setNext}
            autoComplete="new-password"
          />
        </div>
        <div className="row end">
          <Press type="submit" busy={keep.isPending} off={current === '' || next.length < 12}>
            {say('password.change')}
          </Press>
        </div>
      </form>
    </section>
  )
}

function SignIns() {
  const { say, instant } = useSpeech()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery({
    queryKey: ['sign-ins'],
    queryFn: ({ signal }) => ask('GET /api/me/sign-ins', { signal }),
  })
  const end = useMutation({
    mutationFn: (signInId: string) => ask('POST /api/me/sign-ins/:signInId/end', { params: { signInId } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sign-ins'] }),
  })
  return (
    <section className="panel stack" aria-labelledby="sign-ins-title">
      <h2 id="sign-ins-title">{say('signIns.title')}</h2>
      {error ? <Trouble error={error} again={() => void refetch()} /> : null}
      {data === undefined && !error ? <Loading rows={2} /> : null}
      <p className="small muted">{say('kept.signIns')}</p>
      <ul>
        {(data?.items ?? []).map(({ id, current, device, startedAt, lastUsedAt }) => (
          <li key={id} className="row apart sign-in">
            <span className="stack tight">
              <span className="row">
                {device} {current ? <Badge tone="good">{say('signIns.current')}</Badge> : null}
              </span>
              <span className="small muted">
                {say('signIns.since', { start: instant(startedAt), last: instant(lastUsedAt) })}
              </span>
            </span>
            {current ? null : (
              <Press little onPress={() => end.mutate(id)}>
                {say('signIns.end')}
              </Press>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
