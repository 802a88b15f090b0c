import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '../../../contract/accounts.ts'
import type { Role } from '../../../contract/roles.ts'
import { ask } from '../../api/ask.ts'
import { useSpeech } from '../../texts/say.tsx'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Press } from '../../ui/press.tsx'
import { Loading, Trouble } from '../../ui/tell.tsx'
import { may, useMe } from '../me.ts'
import { AccountRows } from './account-rows.tsx'
import { Invite } from './invite.tsx'
import { RoleTicks } from './role-ticks.tsx'

/** Who of the lab may sign in, and what they are. Managers see it, administrators give access. */
export function LabPeoplePage() {
  const { say } = useSpeech()
  const manages = may(useMe(), 'accounts:write')
  const [roles, setRoles] = useState<readonly Role[]>(['lab'])
  const [changing, setChanging] = useState<Account | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['accounts', 'lab'],
    queryFn: ({ signal }) => ask('GET /api/accounts', { query: { ofLab: true, limit: 200 }, signal }),
  })
  return (
    <div className="page narrow">
      <div className="page-head">
        <h1>{say('people.title')}</h1>
      </div>
      <p className="muted">{say(manages ? 'people.about' : 'people.aboutManager')}</p>
      <section className="panel stack" aria-labelledby="who-title">
        <h2 id="who-title">{say('people.who')}</h2>
        {error ? <Trouble error={error} again={() => void refetch()} /> : null}
        {data === undefined ? (
          error ? null : (
            <Loading />
          )
        ) : (
          <AccountRows
            accounts={data.items}
            title={say('people.title')}
            manages={manages}
            about={(account) => account.roles.map((role) => say(`role.${role}`)).join(' · ')}
            also={(account) => (
              <Press
                little
                look="quiet"
                label={say('staff.of', { what: say('people.roles'), name: account.name })}
                onPress={() => setChanging(account)}
              >
                {say('people.roles')}
              </Press>
            )}
          />
        )}
        {manages ? (
          <Invite roles={roles} practice={null} leads={false} onDone={() => setRoles(['lab'])}>
            <RoleTicks roles={roles} onChange={setRoles} />
          </Invite>
        ) : null}
      </section>
      {changing ? <ChangeRoles key={changing.id} account={changing} onClose={() => setChanging(null)} /> : null}
    </div>
  )
}

function ChangeRoles({ account, onClose }: { readonly account: Account; readonly onClose: () => void }) {
  const { say } = useSpeech()
  const queries = useQueryClient()
  const [roles, setRoles] = useState<readonly Role[]>(account.roles)
  const change = useMutation({
    mutationFn: () =>
      ask('PATCH /api/accounts/:accountId', {
        params: { accountId: account.id },
        body: { version: account.version, roles: [...roles] },
      }),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ['accounts'] }),
  })
  return (
    <AskFirst title={say('people.rolesOf', { name: account.name })} open onClose={onClose}>
      {change.error ? <Trouble error={change.error} /> : null}
      <RoleTicks roles={roles} onChange={setRoles} />
      <p className="small muted">{say('people.atOnce')}</p>
      <div className="row end">
        <Press onPress={onClose}>{say('dismiss')}</Press>
        <Press look="primary" busy={change.isPending} off={roles.length === 0} onPress={() => change.mutate()}>
          {say('save')}
        </Press>
      </div>
    </AskFirst>
  )
}
