import { useMutation } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { Link } from 'react-router'
import { ask } from '../api/ask.ts'
import { paths } from '../shell/paths.ts'
import { useSpeech } from '../texts/say.tsx'
import { TextLine } from '../ui/fields.tsx'
import { Press } from '../ui/press.tsx'
import { Notice, Trouble } from '../ui/tell.tsx'
import { Door } from './door.tsx'

/** Has a link mailed to set a new password. */
export function ForgottenPage() {
  const { say } = useSpeech()
  const [email, setEmail] = useState('')
  const mail = useMutation({ mutationFn: () => ask('POST /api/password-reset', { body: { email: email.trim() } }) })
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    mail.mutate()
  }
  return (
    <Door title={say('forgotten.title')}>
      {mail.isSuccess ? (
        <Notice tone="good" now>
          {say('forgotten.sent')}
        </Notice>
      ) : (
        <>
          <p className="muted">{say('forgotten.about')}</p>
          {mail.error ? <Trouble error={mail.error} /> : null}
          <form className="stack wide" onSubmit={submit} noValidate>
            <TextLine
              label={say('email')}
              type="email"
              value={email}
              onChange={setEmail}
              autoComplete="username"
              focus
            />
            <Press type="submit" look="primary" busy={mail.isPending}>
              {say('forgotten.go')}
            </Press>
          </form>
        </>
      )}
      <Link to={paths.signIn}>{say('signIn.back')}</Link>
    </Door>
  )
}
