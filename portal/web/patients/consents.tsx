import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Consent } from '../../contract/patients.ts'
import { ask, newKey } from '../api/ask.ts'
import { useSpeech } from '../texts/say.tsx'
import { Press } from '../ui/press.tsx'
import { Badge, Loading, Trouble } from '../ui/tell.tsx'

const kinds = ['data', 'reminders', 'remote_edging', 'research'] as const
/** Of the texts as they stand in this version of the portal. */
const TEXT_VERSION = '2026-11'

/** What a patient agreed to: as it is now, and when it was noted by whom. */
export function Consents({ patientId, writes }: { readonly patientId: string; readonly writes: boolean }) {
  const { say, instant } = useSpeech()
  const queries = useQueryClient()
  const key = ['patients', patientId, 'consents'] as const
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask('GET /api/patients/:patientId/consents', { params: { patientId }, signal }),
  })
  const note = useMutation({
    mutationFn: ({ kind, given }: Pick<Consent, 'kind' | 'given'>) =>
      ask('POST /api/patients/:patientId/consents', {
        params: { patientId },
        key: newKey(),
        body: { kind, given, textVersion: TEXT_VERSION },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  })
  const items = data?.items ?? []
  const trouble = error ?? note.error
  return (
    <section className="panel stack" aria-labelledby="consents-title">
      <h2 id="consents-title">{say('consents.title')}</h2>
      {trouble ? <Trouble error={trouble} /> : null}
      {data === undefined && !error ? <Loading rows={3} /> : null}
      {data === undefined ? null : (
        <ul className="stack tight">
          {kinds.map((kind) => {
            // The newest stands first.
            const last = items.find((one) => one.kind === kind)
            const given = last?.given === true
            return (
              <li key={kind} className="row apart">
                <span>
                  {say(`consent.${kind}`)}{' '}
                  <Badge tone={given ? 'good' : 'plain'}>
                    {say(last === undefined ? 'consent.open' : given ? 'consent.given' : 'consent.withdrawn')}
                  </Badge>
                  {last === undefined ? null : (
                    <span className="small muted">
                      {' '}
                      {instant(last.at)}, {last.by}
                    </span>
                  )}
                </span>
                {writes ? (
                  <Press
                    little
                    look="quiet"
                    busy={note.isPending}
                    label={`${say(given ? 'consent.withdraw' : 'consent.note')}: ${say(`consent.${kind}`)}`}
                    onPress={() => note.mutate({ kind, given: !given })}
                  >
                    {say(given ? 'consent.withdraw' : 'consent.note')}
                  </Press>
                ) : null}
              </li>
            )
          })}
        </ul>
      )}
      {items.length > 0 ? (
        <details>
          <summary>{say('consents.history', { count: items.length })}</summary>
          <ul className="stack tight small">
            {items.map(({ id, kind, given, textVersion, by, at }) => (
              <li key={id}>
                {instant(at)} · {by} · {say(`consent.${kind}`)}: {say(given ? 'consent.given' : 'consent.withdrawn')} (
                {textVersion})
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  )
}
