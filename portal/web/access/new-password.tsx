import { useMutation } from '@tanstack/react-query'
import { useEffect, useState, type SyntheticEvent } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import { ask } from '../api/ask.ts'
import { paths } from '../shell/paths.ts'
import { useSpeech } from '../texts/say.tsx'
import { TextLine } from '../ui/fields.tsx'
import { Press } from '../ui/press.tsx'
import { Notice, Trouble } from '../ui/tell.tsx'
import { Door } from './door.tsx'

const LEAST = 12

/** After the link of a mail: a password that is new, or the first one. */
export function NewPasswordPage({ way }: { readonly way: 'reset' | 'invitation' }) {
  const { say } = useSpeech()
  const { hash, pathname } = useLocation()
  const navigate = useNavigate()
  const [token] = useState(() => decodeURIComponent(hash.slice(1)))
  const [password, setPassword] = useState('')
  useEffect(() => {
    // The secret of the link does not stay in the history of a shared computer.
    if (hash !== '') void navigate(pathname, { replace: true })
  }, [hash, pathname, navigate])
  const keep = useMutation({
    mutationFn: async () => {
      const body = { token, password }
      if (way === 'reset') await ask('POST /api/password-reset/finish', { body })
      else await ask('POST /api/invitations/accept', { body })
    },
    onSuccess: () => void navigate(`${paths.signIn}?set=1`, { replace: true }),
  })
  const short = password !== '' && password.length < LEAST
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (password.length >= LEAST) keep.mutate()
  }
  return (
    <Door title={say(way === 'reset' ? 'reset.title' : 'invitation.title')}>
      {token === '' ? <Notice tone="bad">{say('refusal.link_over')}</Notice> : null}
      {keep.error ? <Trouble error={keep.error} /> : null}
      <form className="stack wide" onSubmit={submit} noValidate>
        <TextLine
          label={say('password.new')}
          hint={say('password.hint', { least: LEAST })}
          wrong={short && keep.isError ? say('password.short', { least: LEAST }) : undefined}
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="new-password"
          focus
        />
        <Press type="submit" look="primary" busy={keep.isPending} off={token === '' || password.length < LEAST}>
          {say('password.keep')}
        </Press>
      </form>
      <Link to={paths.signIn}>{say('signIn.back')}</Link>
    </Door>
  )
}
