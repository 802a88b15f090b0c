import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/ask.ts'
import { useConnection } from '../api/connection.ts'
import { useSpeech } from '../texts/say.tsx'
import { Icon } from '../ui/icon.tsx'

/** Says when something is not as usual; says nothing when all is. */
export function ConnectionLine() {
  const { say } = useSpeech()
  const connection = useConnection()
  const { data: about } = useQuery({
    queryKey: ['about'],
    queryFn: ({ signal }) => ask('GET /api/about', { signal }),
    // While something is away, its return is news.
    refetchInterval: ({ state }) => (connection === 'away' || state.data?.lims === 'away' ? 3000 : 60_000),
    refetchIntervalInBackground: false,
  })
  const key =
    connection === 'away'
      ? ('connection.away' as const)
      : about?.lims === 'away'
        ? ('connection.lims' as const)
        : connection === 'quiet'
          ? ('connection.quiet' as const)
          : null
  return (
    <div className="connection" role="status" data-state={connection}>
      {key === null || (key === 'connection.quiet' && about === undefined) ? null : (
        <p className={key === 'connection.quiet' ? 'quiet' : 'loud'}>
          <Icon name={key === 'connection.quiet' ? 'clock' : 'away'} />
          <span>{say(key)}</span>
        </p>
      )}
    </div>
  )
}
