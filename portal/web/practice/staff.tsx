import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '../../contract/accounts.ts'
import { AccountRows } from '../access/people/account-rows.tsx'
import { Invite } from '../access/people/invite.tsx'
import { ask } from '../api/ask.ts'
import { useSpeech } from '../texts/say.tsx'
import { Tick } from '../ui/fields.tsx'
import { Press } from '../ui/press.tsx'
import { Trouble } from '../ui/tell.tsx'

/** Who of a practice may sign in, and what they may do. */
export function Staff({ practiceId, writes }: { readonly practiceId: string; readonly writes: boolean }) {
  const { say } = useSpeech()
  const queries = useQueryClient()
  const [leads, setLeads] = useState(false)
  const { data, error } = useQuery({
    queryKey: ['accounts', practiceId],
    queryFn: ({ signal }) => ask('GET /api/accounts', { query: { practice: practiceId, limit: 200 }, signal }),
  })
  const lead = useMutation({
    mutationFn: ({ id, version, leads }: Account) =>
      ask('PATCH /api/accounts/:accountId', { params: { accountId: id }, body: { version, leads: !leads } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['accounts'] }),
  })
  const trouble = error ?? lead.error
  return (
    <section className="panel stack" aria-labelledby="staff-title">
      <h2 id="staff-title">{say('staff.title')}</h2>
      {trouble ? <Trouble error={trouble} /> : null}
      <AccountRows
        accounts={data?.items ?? []}
        title={say('staff.title')}
        manages={writes}
        about={(account) => (account.leads ? say('staff.leads') : '')}
        also={(account) => (
          <Press
            little
            look="quiet"
            label={say('staff.of', { what: say(account.leads ? 'staff.unlead' : 'staff.lead'), name: account.name })}
            onPress={() => lead.mutate(account)}
          >
            {say(account.leads ? 'staff.unlead' : 'staff.lead')}
          </Press>
        )}
      />
      {writes ? (
        <Invite roles={['ecp']} practice={practiceId} leads={leads} onDone={() => setLeads(false)}>
          <Tick on={leads} onChange={setLeads}>
            {say('staff.leads.about')}
          </Tick>
        </Invite>
      ) : null}
    </section>
  )
}
