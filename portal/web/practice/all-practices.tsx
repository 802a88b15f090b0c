import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { Link, useNavigate } from 'react-router'
import { may, useMe } from '../access/me.ts'
import { ask, newKey } from '../api/ask.ts'
import { paths } from '../shell/paths.ts'
import { useSpeech } from '../texts/say.tsx'
import { AskFirst } from '../ui/ask-first.tsx'
import { TextLine } from '../ui/fields.tsx'
import { Press } from '../ui/press.tsx'
import { Badge, Empty, Loading, Trouble } from '../ui/tell.tsx'

/** All practices, for the lab; it adds them here. */
export function AllPractices() {
  const { say } = useSpeech()
  const adds = may(useMe(), 'practices:write')
  const [adding, setAdding] = useState(false)
  const { data, error, refetch } = useQuery({
    queryKey: ['practices', 'list'],
    queryFn: ({ signal }) => ask('GET /api/practices', { query: { limit: 200 }, signal }),
  })
  return (
    <div className="page narrow">
      <div className="page-head">
        <h1>{say('practices.title')}</h1>
        {adds ? (
          <Press icon="plus" look="primary" onPress={() => setAdding(true)}>
            {say('practices.add')}
          </Press>
        ) : null}
      </div>
      {error ? <Trouble error={error} again={() => void refetch()} /> : null}
      <section className="panel">
        {data === undefined ? (
          <Loading />
        ) : data.items.length === 0 ? (
          <Empty icon="glasses" title={say('practices.none')}>
            {adds ? <p className="muted">{say('practices.first')}</p> : null}
          </Empty>
        ) : (
          <table className="list">
            <caption className="visually-hidden">{say('practices.title')}</caption>
            <thead>
              <tr>
                <th scope="col">{say('practice.name')}</th>
                <th scope="col">{say('practice.id')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map(({ id, name, closedAt }) => (
                <tr key={id}>
                  <td>
                    <Link className="whole" to={paths.practiceOf(id)}>
                      {name}
                    </Link>{' '}
                    {closedAt === null ? null : <Badge tone="plain">{say('branches.closed')}</Badge>}
                  </td>
                  <td className="number">{id}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {adding ? <AddPractice onClose={() => setAdding(false)} /> : null}
    </div>
  )
}

function AddPractice({ onClose }: { readonly onClose: () => void }) {
  const { say } = useSpeech()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [id, setId] = useState('')
  const add = useMutation({
    mutationFn: () => ask('POST /api/practices', { key: newKey(), body: { id: id.trim(), name: name.trim() } }),
    onSuccess: async (practice) => {
      await queries.invalidateQueries({ queryKey: ['practices', 'list'] })
      // Next its people are invited, and those stand there.
      void navigate(paths.practiceOf(practice.id))
    },
  })
  const whole = name.trim() !== '' && id.trim() !== ''
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (whole && !add.isPending) add.mutate()
  }
  return (
    <AskFirst title={say('practices.add')} open onClose={onClose}>
      <form className="stack" onSubmit={submit} noValidate>
        {add.error ? <Trouble error={add.error} /> : null}
        <TextLine label={say('practice.name')} value={name} onChange={setName} most={120} focus />
        <TextLine label={say('practice.id')} value={id} onChange={setId} most={64} hint={say('practices.idHint')} />
        <div className="row end">
          <Press onPress={onClose}>{say('dismiss')}</Press>
          <Press type="submit" look="primary" busy={add.isPending} off={!whole}>
            {say('practices.add.go')}
          </Press>
        </div>
      </form>
    </AskFirst>
  )
}
