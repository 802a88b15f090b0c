import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState, type SyntheticEvent } from 'react'
import type { Me } from '../../contract/access.ts'
import { ask } from '../api/ask.ts'
import { useSpeech } from '../texts/say.tsx'
import { TextLine } from '../ui/fields.tsx'
import { Press } from '../ui/press.tsx'
import { Badge, Loading, Notice, Trouble } from '../ui/tell.tsx'
import { meQuery } from './me.ts'

const QrCode = lazy(async () => ({ default: (await import('./qr-code.tsx')).QrCode }))

/** A code after the password: begun with the password, confirmed with a first code. */
export function TwoStep({ me }: { readonly me: Me }) {
  const { say } = useSpeech()
  const queries = useQueryClient()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [codes, setCodes] = useState<readonly string[]>([])
  const renewMe = () => queries.invalidateQueries({ queryKey: meQuery.queryKey })
  const start = useMutation({
    mutationFn: () => ask('POST /api/me/two-step', { body: { password } }),
    onSuccess: () => setPassword(''),
  })
  const confirm = useMutation({
    mutationFn: () => ask('POST /api/me/two-step/confirm', { body: { code: code.trim() } }),
    onSuccess: ({ recoveryCodes }) => {
      setCodes(recoveryCodes)
      start.reset()
      return renewMe()
    },
  })
  const renew = useMutation({
    mutationFn: () => ask('POST /api/me/two-step/recovery-codes', { body: { password } }),
    onSuccess: ({ recoveryCodes }) => {
      setPassword('')
      setCodes(recoveryCodes)
      return renewMe()
    },
  })
  const end = useMutation({
    mutationFn: () => ask('POST /api/me/two-step/end', { body: { password } }),
    onSuccess: () => {
      setPassword('')
      setCodes([])
      return renewMe()
    },
  })
  const trouble = start.error ?? confirm.error ?? renew.error ?? end.error
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (start.data) confirm.mutate()
    else if (!me.twoStep) start.mutate()
  }
  return (
    <section className="panel stack" aria-labelledby="two-step-title">
      <div className="row">
        <h2 id="two-step-title">{say('twoStep.title')}</h2>
        <Badge tone={me.twoStep ? 'good' : 'warn'}>{say(me.twoStep ? 'twoStep.on' : 'twoStep.off')}</Badge>
      </div>
      <p className="muted">{say('twoStep.about')}</p>
      {trouble ? <Trouble error={trouble} /> : null}
      {codes.length > 0 ? (
        <Notice tone="warn" now>
          <p>{say('twoStep.codes')}</p>
          <ul className="codes number">
            {codes.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <form className="stack" onSubmit={submit} noValidate>
        {start.data ? (
          <>
            <p>{say('twoStep.scan')}</p>
            <Suspense fallback={<Loading rows={4} />}>
              <QrCode text={start.data.uri} label={say('twoStep.qr')} />
            </Suspense>
            <p>{say('twoStep.secret')}</p>
            <p>
              <a href={start.data.uri}>{say('twoStep.open')}</a>
            </p>
            <p className="number break secret">{start.data.secret.replace(/(.{4})/g, '$1 ')}</p>
            <TextLine
              label={say('signIn.code')}
              value={code}
              onChange={setCode}
              autoComplete="one-time-code"
              most={20}
              focus
            />
            <div className="row end">
              <Press type="submit" look="primary" busy={confirm.isPending} off={code.trim().length < 6}>
                {say('twoStep.confirm')}
              </Press>
            </div>
          </>
        ) : (
          <>
            <TextLine
              label={say('password.current')}
              type="password"
              value={password}
              onChange={setPassword}
              autoComplete="current-password"
            />
            <div className="row end">
              {me.twoStep ? (
                <>
                  <span className="small muted grow">{say('twoStep.left', { count: me.recoveryCodesLeft })}</span>
                  <Press busy={renew.isPending} off={password === ''} onPress={() => renew.mutate()}>
                    {say('twoStep.renew')}
                  </Press>
                  <Press look="bad" busy={end.isPending} off={password === ''} onPress={() => end.mutate()}>
                    {say('twoStep.end')}
                  </Press>
                </>
              ) : (
                <Press type="submit" look="primary" busy={start.isPending} off={password === ''}>
                  {say('twoStep.begin')}
                </Press>
              )}
            </div>
          </>
        )}
      </form>
    </section>
  )
}
