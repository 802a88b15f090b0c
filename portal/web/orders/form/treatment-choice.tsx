import { memo, useState } from 'react'
import { useSpeech } from '../../texts/say.tsx'
import { Pick, Tick } from '../../ui/fields.tsx'
import { Press } from '../../ui/press.tsx'
import type { Offer, TreatmentFit } from '../judging/judged.ts'
import { labelFor, labelIn } from './label-of.ts'
import type { Change } from './order-form.ts'

interface TreatmentChoiceProps {
  readonly offer: Offer
  readonly fits: readonly TreatmentFit[]
  readonly total: number | null
  readonly chosen: readonly string[]
  readonly tint: string | null
  readonly change: (change: Change) => void
}

interface Replaced {
  readonly by: string
  readonly gone: readonly string[]
  readonly before: readonly string[]
  readonly after: readonly string[]
}

/** What is put on the lenses: only what fits, what it would add to the price, and what would give way for it. */
export const TreatmentChoice = memo(function TreatmentChoice({
  offer,
  fits,
  total,
  chosen,
  tint,
  change,
}: TreatmentChoiceProps) {
  const { say, money, language } = useSpeech()
  const [all, setAll] = useState(false)
  const [replaced, setReplaced] = useState<Replaced | null>(null)
  const choose = (treatments: readonly string[]): void =>
    change({ kind: 'fact', of: 'job', id: 'order.treatments', value: [...treatments] })
  const found = new Map(fits.map((fit) => [fit.id, fit]))
  const rows = offer.treatments.map((treatment) => ({ treatment, fit: found.get(treatment.id) ?? null }))
  const fitting = rows.filter(
    ({ treatment, fit }) => chosen.includes(treatment.id) || fit === null || fit.against.length === 0,
  )
  const named = (ids: readonly string[]): string =>
    ids.map((id) => labelFor(offer.treatments, id, language)).join(' + ')
  const turn = (id: string, yes: boolean, gone: readonly string[]): void => {
    const kept = chosen.filter((one) => one !== id && !(yes && gone.includes(one)))
    const after = [...kept, ...(yes ? [id] : [])].sort()
    setReplaced(yes && gone.length > 0 ? { by: id, gone, before: chosen, after } : null)
    choose(after)
  }
  // What was chosen since has made another order of it: there is nothing to take back.
  const told = replaced !== null && replaced.after.join() === chosen.join() ? replaced : null
  return (
    <div className="stack">
      <div className="treatments" data-step-group="" data-fact="order.treatments">
        {(all ? rows : fitting).map(({ treatment, fit }) => {
          const on = chosen.includes(treatment.id)
          const misfit = !on && fit !== null && fit.against.length > 0
          const gone = on ? [] : (fit?.replaces ?? [])
          const more = fit !== null && total !== null && !on && !misfit ? fit.total - total : null
          return (
            <Tick key={treatment.id} on={on} off={misfit} onChange={(yes) => turn(treatment.id, yes, gone)}>
              {labelIn(treatment, language)}
              {more !== null && more !== 0 ? (
                <span className="small muted number">
                  {' '}
                  {more > 0 ? '+' : '−'}
                  {money(Math.abs(more), offer.currency)}
                </span>
              ) : null}
              {gone.length > 0 ? (
                <span className="small muted why">{say('form.instead', { of: named(gone) })}</span>
              ) : null}
              {misfit ? <span className="small why">{fit.against[0]}</span> : null}
            </Tick>
          )
        })}
      </div>
      <div role="status">
        {told === null ? null : (
          <p className="row replaced small">
            <span>{say('form.replaced', { by: named([told.by]), gone: named(told.gone) })}</span>
            <Press
              little
              onPress={() => {
                setReplaced(null)
                choose(told.before)
              }}
            >
              {say('undo')}
            </Press>
          </p>
        )}
      </div>
      {fitting.length < rows.length ? (
        <div>
          <Press look="quiet" little onPress={() => setAll(!all)}>
            {all ? say('form.onlyFitting') : say('form.notFitting', { count: rows.length - fitting.length })}
          </Press>
        </div>
      ) : null}
      <div className="columns">
        <Pick
          label={say('form.tint')}
          fact="tint.id"
          passed
          value={tint ?? NONE}
          options={[
            { id: NONE, label: say('form.tint.none') },
            ...offer.tints.map((one) => ({ id: one.id, label: labelIn(one, language) })),
          ]}
          onChange={(id) => change({ kind: 'fact', of: 'job', id: 'tint.id', value: id === NONE ? null : id })}
        />
      </div>
    </div>
  )
})

const NONE = '-'
