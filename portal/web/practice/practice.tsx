import { useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { may, useMe } from '../access/me.ts'
import { ask } from '../api/ask.ts'
import { paths } from '../shell/paths.ts'
import { useSpeech } from '../texts/say.tsx'
import { Loading, Trouble } from '../ui/tell.tsx'
import { AllPractices } from './all-practices.tsx'
import { Branches } from './branches.tsx'
import { ClosePractice } from './close-practice.tsx'
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
          <Staff practiceId={practiceId} writes={may(me, 'staff:write') && data.closedAt === null} />
          {may(me, 'practices:write') ? <ClosePractice practice={data} /> : null}
        </>
      )}
    </div>
  )
}
