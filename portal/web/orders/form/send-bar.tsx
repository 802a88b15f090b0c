import { useSpeech } from '../../texts/say.tsx'
import type { Judged, Offer } from '../judging/judged.ts'
import type { LabSays } from '../judging/use-judge.ts'

interface SendBarProps {
  readonly judged: Judged | null
  readonly offer: Offer | null
  readonly lab: LabSays
  readonly priceShown: boolean
  /** What is still to be done, in number; `open`: it is only not filled in yet. */
  readonly left: number
  readonly open: boolean
  readonly ready: boolean
  readonly busy: boolean
  readonly label: string
  /** Why it cannot be sent whatever is filled in. */
  readonly never?: string | undefined
  readonly onSend: () => void
  readonly onFirstOpen: () => void
}

/** Price, day, and the way to the lab: always in sight, on a tablet at the lower edge. */
export function SendBar(props: SendBarProps) {
  const { judged, offer, lab, left, ready, busy, onSend, onFirstOpen } = props
  const { say, money, day } = useSpeech()
  const refused = judged === null || judged.outcome === 'refused'
  const expected = lab.state === 'said' ? lab.judgement.expectedOn : null
  const off = !ready || busy
  return (
    <div className="send send-bar">
      <div className="send-about">
        {!props.priceShown || refused || offer === null ? (
          <span className="price muted">–</span>
        ) : (
          <span className="price" data-price="">
            {money(judged.total, offer.currency)}
          </span>
        )}
        <span className="stack tight">
          <strong data-expected={expected ?? ''}>
            {expected !== null
              ? say('price.expected', { day: day(expected) })
              : refused
                ? ''
                : say(lab.state === 'asking' ? 'price.asking' : 'price.later')}
          </strong>
          <span className="small muted" data-lab={lab.state}>
            {say(lab.state === 'said' && !ready ? 'lab.said.open' : `lab.${lab.state}`)}
          </span>
        </span>
      </div>
      <div className="send-do">
        {/* It keeps the focus while it cannot be pressed, and then leads to what is missing. */}
        <button
          type="button"
          className="button primary"
          data-step=""
          name="send"
          aria-disabled={off}
          {...(off ? { 'data-disabled': '' } : {})}
          aria-describedby="send-why"
          aria-keyshortcuts="Control+Enter"
          onClick={() => {
            if (ready && !busy) onSend()
            else if (!busy) onFirstOpen()
          }}
        >
          {props.label}
        </button>
        <p id="send-why" className="small muted" role="status">
          {props.never ??
            (ready ? say('form.ready') : say(props.open ? 'form.notReady.open' : 'form.notReady', { left }))}
        </p>
      </div>
    </div>
  )
}
