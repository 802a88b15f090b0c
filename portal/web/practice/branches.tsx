import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import type { Branch } from '../../contract/practices.ts'
import { ask, newKey } from '../api/ask.ts'
import { useSpeech } from '../texts/say.tsx'
import { TextLine } from '../ui/fields.tsx'
import { Press } from '../ui/press.tsx'
import { Badge, Trouble } from '../ui/tell.tsx'

/** Where a practice works, and where lenses are sent to. */
export function Branches({ practiceId, writes }: { readonly practiceId: string; readonly writes: boolean }) {
  const { say } = useSpeech()
  const queries = useQueryClient()
  const key = ['practices', practiceId, 'branches'] as const
  const [name, setName] = useState('')
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask('GET /api/practices/:practiceId/branches', { params: { practiceId }, signal }),
  })
  const renew = () => queries.invalidateQueries({ queryKey: key })
  const add = useMutation({
    mutationFn: () =>
      ask('POST /api/practices/:practiceId/branches', {
        params: { practiceId },
        key: newKey(),
        body: { name: name.trim(), phone: null, address: null },
      }),
    onSuccess: () => {
      setName('')
      return renew()
    },
  })
  const close = useMutation({
    mutationFn: ({ id, version, closedAt }: Branch) =>
      ask('PATCH /api/practices/:practiceId/branches/:branchId', {
        params: { practiceId, branchId: id },
        body: { version, closed: closedAt === null },
      }),
    onSettled: renew,
  })
  const trouble = error ?? add.error ?? close.error
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (name.trim() !== '') add.mutate()
  }
  return (
    <section className="panel stack" aria-labelledby="branches-title">
      <h2 id="branches-title">{say('branches.title')}</h2>
      {trouble ? <Trouble error={trouble} /> : null}
      <ul>
        {(data?.items ?? []).map((branch) => (
          <li key={branch.id} className="row apart">
            <span className="row">
              {branch.name} {branch.closedAt === null ? null : <Badge tone="plain">{say('branches.closed')}</Badge>}
            </span>
            {writes ? (
              <Press little look="quiet" onPress={() => close.mutate(branch)}>
                {say(branch.closedAt === null ? 'branches.close' : 'branches.open')}
              </Press>
            ) : null}
          </li>
        ))}
      </ul>
      {data?.items.length === 0 ? <p className="muted">{say('branches.none')}</p> : null}
      {writes ? (
        <form className="row low" onSubmit={submit}>
          <div className="grow">
            <TextLine label={say('branches.name')} value={name} onChange={setName} most={120} />
          </div>
          <Press type="submit" busy={add.isPending} off={name.trim() === ''}>
            {say('branches.add')}
          </Press>
        </form>
      ) : null}
    </section>
  )
}
