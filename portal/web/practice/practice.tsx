import { useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { may, useMe } from '../access/me.ts'
import { ask } from '../api/ask.ts'
import { paths } from '../shell/paths.ts'
import { useSpeech } from '../texts/say.tsx'
import { Empty, Loading, Trouble } from '../ui/tell.tsx'
import { Branches } from './branches.tsx'
import { Profile } from './profile.tsx'
import { Staff } from './staff.tsx'
import { Suppliers } from './suppliers.tsx'

/** A practice: its profile, preferences, branches and people. The lab chooses which one. */
export function PracticePage() {
  const { say } = useSpeech()
  const me = useMe()
  const [query] = useSearchParams()
  const practiceId = me.practice ?? query.get('practice')
  if (practiceId === null) return <AllPractices />
  return <OnePractice practiceId={practiceId} title={say('nav.practice')} ofLab={me.practice === null} />
}

function AllPractices() {
  const { say } = useSpeech()
  const { data, error, refetch } = useQuery({
    queryKey: ['practices', 'list'],
    queryFn: ({ signal }) => ask('GET /api/practices', { query: { limit: 200 }, signal }),
  })
  return (
    <div className="page narrow">
      <div className="page-head">
        <h1>{say('practices.title')}</h1>
      </div>
      {error ? <Trouble error={error} again={() => void refetch()} /> : null}
      <section className="panel">
        {data === undefined ? (
          <Loading />
        ) : data.items.length === 0 ? (
          <Empty icon="glasses" title={say('practices.none')} />
        ) : (
          <table className="list">
            <thead>
              <tr>
                <th scope="col">{say('practice.name')}</th>
                <th scope="col">{say('practice.id')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map(({ id, name }) => (
                <tr key={id}>
                  <td>
                    <Link className="whole" to={paths.practiceOf(id)}>
                      {name}
                    </Link>
                  </td>
                  <td className="number">{id}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </div>
  )
}

interface OnePracticeProps {
  readonly practiceId: string
  readonly title: string
  readonly ofLab: boolean
}

function OnePractice({ practiceId, title, ofLab }: OnePracticeProps) {
  const { say } = useSpeech()
  const me = useMe()
  const { data, error, refetch } = useQuery({
    queryKey: ['practices', practiceId],
    queryFn: ({ signal }) => ask('GET /api/practices/:practiceId', { params: { practiceId }, signal }),
  })
  const writes = may(me, 'practice:write')
  return (
    <div className="page narrow">
      {ofLab ? (
        <p className="small">
          <Link to={paths.practice}>{say('practices.back')}</Link>
        </p>
      ) : null}
      <div className="page-head">
        <h1>{data?.name ?? title}</h1>
      </div>
      {error ? <Trouble error={error} again={() => void refetch()} /> : null}
      {data === undefined ? (
        error ? null : (
          <Loading />
        )
      ) : (
        <>
          <Profile key={data.version} practice={data} writes={writes} />
          <Branches practiceId={practiceId} writes={writes} />
          <Suppliers practiceId={practiceId} writes={writes} />
          <Staff practiceId={practiceId} writes={may(me, 'staff:write')} />
        </>
      )}
    </div>
  )
}
