import type { Cause } from '@ils/rules/engine/decision'
import { useSpeech } from '../../texts/say.tsx'
import { Tick } from '../../ui/fields.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Press } from '../../ui/press.tsx'
import { causeSentence } from '../cause-sentence.ts'
import type { Nearest } from '../judging/judged.ts'
import type { Verdict as Said } from '../judging/use-judge.ts'
import { idOf, isOpen, toFillIn } from './causes-at.ts'
import { focusField, goTo } from './go-to-field.ts'
import type { Change } from './order-form.ts'
import { factName, factValue } from './say-fact.ts'

interface VerdictProps {
  readonly causes: readonly Cause[]
  readonly said: Said
  readonly patientMissing: boolean
  readonly name: string
  readonly change: (change: Change) => void
  readonly take: (nearest: Nearest) => void
}

/** What is said alike of both eyes is said once. */
const once = (causes: readonly Cause[]): readonly Cause[] =>
  [...new Map(causes.toReversed().map((cause) => [`${cause.code} ${cause.message}`, cause])).values()].toReversed()

/** What is still to be done before the order can be sent: reasons, limits, and the nearest value with one press. */
export function Verdict({ causes, said, patientMissing, name, change, take }: VerdictProps) {
  const speech = useSpeech()
  const { say } = speech
  const open = toFillIn(causes)
  const refusals = causes.filter((cause) => cause.severity === 'refuse' && !isOpen(cause))
  const asked = once(causes.filter((cause) => cause.severity === 'confirm' || cause.severity === 'hold'))
  const advice = once(causes.filter((cause) => cause.severity === 'advise'))
  return (
    <div className="verdict" aria-live="polite">
      {open.length > 0 || patientMissing ? (
        <section>
          <h3>{say('verdict.open')}</h3>
          <div className="chips">
            {patientMissing ? (
              <button type="button" className="chip" onClick={() => focusField('patient')}>
                {say('form.patient')}
              </button>
            ) : null}
            {open.map((cause) => (
              <button key={idOf(cause)} type="button" className="chip" onClick={() => goTo(cause.field, cause.eye)}>
                {factName(cause.field, cause.eye, speech)}
              </button>
            ))}
          </div>
        </section>
      ) : null}
      {refusals.map((cause) => {
        const ways = said.nearest.filter(
          ({ clears, eye }) => clears.includes(cause.code) && (eye === null || cause.eye === null || eye === cause.eye),
        )
        return (
          <div key={idOf(cause) + cause.message} id={idOf(cause)} className="cause bad">
            <Icon name="stop" />
            <div className="stack tight grow">
              <button type="button" className="cause-where" onClick={() => goTo(cause.field, cause.eye)}>
                {factName(cause.field, cause.eye, speech) || say('verdict.order')}
              </button>
              <p>{causeSentence(cause, speech)}</p>
              {ways.length > 0 ? (
                <div className="row ways">
                  {ways.slice(0, 3).map((way) => (
                    <Press key={`${way.field} ${way.eye ?? ''}`} little onPress={() => take(way)}>
                      {factName(way.field, way.eye, speech)} → {factValue(way.field, way.to, said.offer, speech)}
                    </Press>
                  ))}
                </div>
              ) : null}
            </div>
          </div>
        )
      })}
      {asked.map((cause) => (
        <div key={idOf(cause) + cause.message} id={idOf(cause)} className="cause warn">
          <Icon name="warn" />
          <div className="stack tight grow">
            <p>{causeSentence(cause, speech)}</p>
            {cause.severity === 'confirm' ? (
              <Tick
                on={cause.settled !== undefined}
                onChange={(yes) => change({ kind: 'confirm', code: cause.code, yes })}
              >
                {say('verdict.confirm', { name })}
              </Tick>
            ) : (
              <p className="small muted">{say('verdict.hold')}</p>
            )}
          </div>
        </div>
      ))}
      {advice.length > 0 ? (
        <details className="advice">
          <summary>{say('verdict.advice', { count: advice.length })}</summary>
          <ul className="stack tight">
            {advice.map((cause) => (
              <li key={idOf(cause) + cause.message}>{causeSentence(cause, speech)}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  )
}
