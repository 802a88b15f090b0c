import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Account } from '../../../contract/accounts.ts'
import { ask } from '../../api/ask.ts'
import { useSpeech } from '../../texts/say.tsx'
import { Press } from '../../ui/press.tsx'
import { Badge, Notice, Trouble } from '../../ui/tell.tsx'
import { useMe } from '../me.ts'

interface AccountRowsProps {
  readonly accounts: readonly Account[]
  readonly title: string
  readonly manages: boolean
  /** What is said of somebody below their name. */
  readonly about: (account: Account) => string
  /** What else can be done with somebody. */
  readonly also: (account: Account) => ReactNode
}

/** Who has access and since when, and what ends it. */
export function AccountRows({ accounts, title, manages, about, also }: AccountRowsProps) {
  const { say, instant } = useSpeech()
  const me = useMe()
  const queries = useQueryClient()
  const renew = () => queries.invalidateQueries({ queryKey: ['accounts'] })
  const change = useMutation({
    mutationFn: ({ id, version, state }: Account) =>
      ask('PATCH /api/accounts/:accountId', {
        params: { accountId: id },
        body: { version, disabled: state !== 'disabled' },
      }),
    onSettled: renew,
  })
  const out = useMutation({
    mutationFn: ({ id }: Account) => ask('POST /api/accounts/:accountId/sign-out', { params: { accountId: id } }),
  })
  const again = useMutation({
    mutationFn: ({ id }: Account) => ask('POST /api/accounts/:accountId/invite', { params: { accountId: id } }),
  })
  const trouble = change.error ?? again.error ?? out.error
  const tones = { active: 'good', invited: 'warn', disabled: 'plain' } as const
  const act = (what: string, account: Account, onPress: () => void) => (
    <Press little look="quiet" label={say('staff.of', { what, name: account.name })} onPress={onPress}>
      {what}
    </Press>
  )
  return (
    <>
      {trouble ? <Trouble error={trouble} /> : null}
      {again.isSuccess ? (
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
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{say('staff.name')}</th>
              <th scope="col">{say('staff.state')}</th>
              <th scope="col">{say('staff.last')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {accounts.map((account) => (
              <tr key={account.id} data-account={account.id}>
                <td>
                  {account.name}
                  <div className="small">{about(account)}</div>
                  <div className="small muted">{account.email}</div>
                </td>
                <td>
                  <Badge tone={tones[account.state]}>{say(`staff.state.${account.state}`)}</Badge>
                  {account.twoStep ? <div className="small muted">{say('twoStep.title')}</div> : null}
                </td>
                <td className="day">{account.lastSignInAt === null ? '–' : instant(account.lastSignInAt)}</td>
                <td className="end">
                  {manages && account.id !== me.accountId ? (
                    <>
                      {account.state === 'invited'
                        ? act(say('staff.again'), account, () => again.mutate(account))
                        : null}
                      {account.state === 'active'
                        ? act(say('staff.signOut'), account, () => out.mutate(account))
                        : null}
                      {also(account)}
                      {act(say(account.state === 'disabled' ? 'staff.enable' : 'staff.disable'), account, () =>
                        change.mutate(account),
                      )}
                    </>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
