import { useQuery } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import { useSpeech } from '../../texts/say.tsx'
import { Loading, Trouble } from '../../ui/tell.tsx'
import { reasonOf, sentenceOf } from './sentence-of.ts'

/** States that are told by an event of their own, with more to say. */
const toldOtherwise: readonly (string | null)[] = ['on_hold', 'shipped', 'cancelled']
const saysMore = ({ what, status }: { readonly what: string; readonly status: string | null }): boolean =>
  what !== 'job.status_changed' || !toldOtherwise.includes(status)

/** What happened and why, the newest first; a change of the order brings the next line. */
export function Timeline({ orderId, version }: { readonly orderId: string; readonly version: number }) {
  const speech = useSpeech()
  const { data, error, refetch } = useQuery({
    queryKey: ['orders', orderId, 'timeline', version],
    queryFn: ({ signal }) => ask('GET /api/orders/:orderId/timeline', { params: { orderId }, signal }),
    placeholderData: (before) => before,
  })
  if (error) return <Trouble error={error} again={() => void refetch()} />
  if (!data) return <Loading rows={4} />
  return (
    <ol className="timeline" reversed>
      {data.items
        .filter(saysMore)
        .toReversed()
        .map((moment, at) => {
          const reason = reasonOf(moment, speech)
          return (
            <li key={`${moment.at} ${moment.what} ${at}`} data-what={moment.what}>
              <time dateTime={moment.at}>{speech.instant(moment.at)}</time>
              <div className="stack tight">
                <p>{sentenceOf(moment, speech)}</p>
                {reason === null ? null : <p className="small muted">{reason}</p>}
                {moment.by === null ? null : <p className="small muted">{moment.by}</p>}
              </div>
            </li>
          )
        })}
    </ol>
  )
}
