import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import { ask } from '../../api/ask.ts'
import { paths } from '../../shell/paths.ts'
import { useSpeech } from '../../texts/say.tsx'
import { Press } from '../../ui/press.tsx'

/** Orders that were begun and not sent. */
export function Drafts() {
  const { say, instant } = useSpeech()
  const queries = useQueryClient()
  const { data } = useQuery({
    queryKey: ['drafts'],
    queryFn: ({ signal }) => ask('GET /api/order-drafts', { signal }),
  })
  const remove = useMutation({
    mutationFn: (draftId: string) => ask('DELETE /api/order-drafts/:draftId', { params: { draftId } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['drafts'], exact: true }),
  })
  const drafts = data?.items ?? []
  if (drafts.length === 0) return null
  return (
    <section className="panel drafts" aria-labelledby="drafts-title">
      <h2 id="drafts-title">{say('drafts.title', { count: drafts.length })}</h2>
      <ul>
        {drafts.map(({ id, label, by, savedAt }) => (
          <li key={id} className="row apart">
            <Link to={paths.draft(id)}>{label === '–' ? say('drafts.unnamed') : label}</Link>
            <span className="row">
              <span className="small muted">
                {by} · {instant(savedAt)}
              </span>
              <Press
                look="quiet"
                little
                icon="cross"
                label={say('drafts.remove', { label })}
                onPress={() => remove.mutate(id)}
              />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
