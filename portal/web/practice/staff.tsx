import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import type { Account } from '../../contract/accounts.ts'
import { useMe } from '../access/me.ts'
import { ask, newKey } from '../api/ask.ts'
import { useSpeech } from '../texts/say.tsx'
import { TextLine, Tick } from '../ui/fields.tsx'
import { Press } from '../ui/press.tsx'
import { Badge, Notice, Trouble } from '../ui/tell.tsx'

/** Who of a practice may sign in, and what they may do. */
export function Staff({ practiceId, writes }: { readonly practiceId: string; readonly writes: boolean }) {
  const { say, instant } = useSpeech()
  const me = useMe()
  const queries = useQueryClient()
  const key = ['accounts', practiceId] as const
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [leads, setLeads] = useState(false)
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask('GET /api/accounts', { query: { practice: practiceId, limit: 200 }, signal }),
  })
  const renew = () => queries.invalidateQueries({ queryKey: key })
  const invite = useMutation({
    mutationFn: () =>
      ask('POST /api/accounts', {
        key: newKey(),
        body: { name: name.trim(), email: email.trim(), roles: ['ecp'], practice: practiceId, leads },
      }),
    onSuccess: () => {
      setName('')
      setEmail('')
      setLeads(false)
      return renew()
    },
  })
  const change = useMutation({
    mutationFn: ({ account: { id, version }, ...to }: { account: Account; disabled?: boolean; leads?: boolean }) =>
      ask('PATCH /api/accounts/:accountId', { params: { accountId: id }, body: { version, ...to } }),
    onSettled: renew,
  })
  const out = useMutation({
    mutationFn: ({ id }: Account) => ask('POST /api/accounts/:accountId/sign-out', { params: { accountId: id } }),
  })
  const again = useMutation({
    mutationFn: ({ id }: Account) => ask('POST /api/accounts/:accountId/invite', { params: { accountId: id } }),
  })
  const trouble = error ?? invite.error ?? change.error ?? again.error ?? out.error
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (name.trim() !== '' && email.trim() !== '') invite.mutate()
  }
  const tones = { active: 'good', invited: 'warn', disabled: 'plain' } as const
  return (
    <section className="panel stack" aria-labelledby="staff-title">
      <h2 id="staff-title">{say('staff.title')}</h2>
      {trouble ? <Trouble error={trouble} /> : null}
      {invite.isSuccess || again.isSuccess ? (
        <Notice tone="good" now>
          {say('staff.invited')}
        </Notice>
      ) : null}
      {out.isSuccess ? (
        <Notice tone="good" now>
          {say('staff.signedOut', { name: out.variables.name })}
        </Notice>
      ) : null}
      <div className="table-wrap">
        <table className="list">
          <caption className="visually-hidden">{say('staff.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{say('staff.name')}</th>
              <th scope="col">{say('staff.state')}</th>
              <th scope="col">{say('staff.last')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {(data?.items ?? []).map((account) => (
              <tr key={account.id}>
                <td>
                  {account.name} {account.leads ? <span className="small muted">· {say('staff.leads')}</span> : null}
                  <div className="small muted">{account.email}</div>
                </td>
                <td>
                  <Badge tone={tones[account.state]}>{say(`staff.state.${account.state}`)}</Badge>
                </td>
                <td>{account.lastSignInAt === null ? '–' : instant(account.lastSignInAt)}</td>
                <td className="end">
                  {writes && account.id !== me.accountId ? (
                    <>
                      {account.state === 'invited' ? (
                        <Press little look="quiet" onPress={() => again.mutate(account)}>
                          {say('staff.again')}
                        </Press>
                      ) : null}
                      {account.state === 'active' ? (
                        <Press
                          little
                          look="quiet"
                          label={say('staff.of', { what: say('staff.signOut'), name: account.name })}
                          onPress={() => out.mutate(account)}
                        >
                          {say('staff.signOut')}
                        </Press>
                      ) : null}
                      <Press
                        little
                        look="quiet"
                        label={say('staff.of', {
                          what: say(account.leads ? 'staff.unlead' : 'staff.lead'),
                          name: account.name,
                        })}
                        onPress={() => change.mutate({ account, leads: !account.leads })}
                      >
                        {say(account.leads ? 'staff.unlead' : 'staff.lead')}
                      </Press>
                      <Press
                        little
                        look="quiet"
                        label={say('staff.of', {
                          what: say(account.state === 'disabled' ? 'staff.enable' : 'staff.disable'),
                          name: account.name,
                        })}
                        onPress={() => change.mutate({ account, disabled: account.state !== 'disabled' })}
                      >
                        {say(account.state === 'disabled' ? 'staff.enable' : 'staff.disable')}
                      </Press>
                    </>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {writes ? (
        <form className="stack" onSubmit={submit} noValidate>
          <h3>{say('staff.invite')}</h3>
          <div className="columns">
            <TextLine label={say('staff.name')} value={name} onChange={setName} most={120} autoComplete="off" />
            <TextLine label={say('email')} type="email" value={email} onChange={setEmail} autoComplete="off" />
          </div>
          <div className="row apart">
            <Tick on={leads} onChange={setLeads}>
              {say('staff.leads.about')}
            </Tick>
            <Press type="submit" busy={invite.isPending} off={name.trim() === '' || email.trim() === ''}>
              {say('staff.invite.go')}
            </Press>
          </div>
        </form>
      ) : null}
    </section>
  )
}
