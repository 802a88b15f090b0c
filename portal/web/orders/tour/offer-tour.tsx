import { Link } from 'react-router'
import { useReads } from '../../news/use-reads.ts'
import { paths } from '../../shell/paths.ts'
import { useSpeech } from '../../texts/say.tsx'
import { Press } from '../../ui/press.tsx'
import { Notice } from '../../ui/tell.tsx'

/** Offered to whoever comes first to a practice that has ordered nothing yet; once. */
export function OfferTour() {
  const { say } = useSpeech()
  const { reads, note } = useReads()
  if (reads?.tour !== null) return null
  return (
    <Notice>
      <div className="row apart">
        <span>{say('tour.offer')}</span>
        <span className="row">
          <Press look="quiet" onPress={() => note({ what: 'tour', upTo: 'declined' })}>
            {say('tour.notNow')}
          </Press>
          <Link className="button primary" to={paths.tour}>
            {say('tour.begin')}
          </Link>
        </span>
      </div>
    </Notice>
  )
}
