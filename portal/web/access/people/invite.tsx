import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode, type SyntheticEvent } from 'react'
import type { Role } from '../../../contract/roles.ts'
import { ask, newKey } from '../../api/ask.ts'
import { useSpeech } from '../../texts/say.tsx'
import { TextLine } from '../../ui/fields.tsx'
import { Press } from '../../ui/press.tsx'
import { Notice, Trouble } from '../../ui/tell.tsx'

interface InviteProps {
  readonly roles: readonly Role[]
  readonly practice: string | null
  readonly leads: boolean
  readonly onDone: () => void
  /** What they will be, to be chosen. */
  readonly children: ReactNode
}

/** Asks somebody in: the mail is written in the language of whoever invites. */
export function Invite({ roles, practice, leads, onDone, children }: InviteProps) {
  const { say, language } = useSpeech()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const invite = useMutation({
    mutationFn: () =>
      ask('POST /api/accounts', {
        key: newKey(),
        body: { name: name.trim(), email: email.trim(), roles: [...roles], practice, leads, language },
      }),
    onSuccess: () => {
      setName('')
      setEmail('')
      onDone()
      return queries.invalidateQueries({ queryKey: ['accounts'] })
    },
  })
  const whole = name.trim() !== '' && email.trim() !== '' && roles.length > 0
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (whole && !invite.isPending) invite.mutate()
  }
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <h3>{say('staff.invite')}</h3>
      {invite.error ? <Trouble error={invite.error} /> : null}
      {invite.isSuccess ? (
        <Notice tone="good" now>
          {say('staff.invited')}
        </Notice>
      ) : null}
      <div className="columns">
        <TextLine label={say('staff.name')} value={name} onChange={setName} most={120} autoComplete="off" />
        <TextLine label={say('email')} type="email" value={email} onChange={setEmail} autoComplete="off" />
      </div>
      {children}
      <div className="row end">
        <Press type="submit" busy={invite.isPending} off={!whole}>
          {say('staff.invite.go')}
        </Press>
      </div>
    </form>
  )
}
