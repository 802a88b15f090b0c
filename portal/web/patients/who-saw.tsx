import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../api/ask.ts'
import { useSpeech } from '../texts/say.tsx'
import { Trouble } from '../ui/tell.tsx'

/** Who saw this patient, asked for when somebody wants to know. */
export function WhoSaw({ patientId }: { readonly patientId: string }) {
  const { say, instant } = useSpeech()
  const [open, setOpen] = useState(false)
  const { data, error } = useQuery({
    queryKey: ['patients', patientId, 'accesses'],
    queryFn: ({ signal }) =>
      ask('GET /api/patients/:patientId/accesses', { params: { patientId }, query: { limit: 50 }, signal }),
    enabled: open,
  })
  return (
    <details className="panel" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{say('patient.whoSaw')}</summary>
      {error ? <Trouble error={error} /> : null}
      <ul className="stack tight small">
        {(data?.items ?? []).map(({ at, by, what }) => (
          <li key={`${at} ${by} ${what}`}>
            {instant(at)} · {by} · {say(`patient.access.${what}`)}
          </li>
        ))}
      </ul>
    </details>
  )
}
