import { memo, useState } from 'react'
import { Label, RadioButton, RadioField, RadioGroup } from 'react-aria-components'
import { Term } from '../../help/term.tsx'
import { useSpeech } from '../../texts/say.tsx'
import { Press } from '../../ui/press.tsx'
import type { Fit, Offer } from '../judging/judged.ts'
import { labelIn } from './label-of.ts'
import type { Change } from './order-form.ts'

interface MaterialChoiceProps {
  readonly offer: Offer
  readonly fits: readonly Fit[]
  readonly value: string | null
  readonly change: (change: Change) => void
}

const THOUSANDTHS = 1000
const HUNDREDTHS = 100
const PERCENT = 100

/** The materials that fit, compared: what each would weigh, how thick its edge would be, what it would cost. */
export const MaterialChoice = memo(function MaterialChoice({ offer, fits, value, change }: MaterialChoiceProps) {
  const { say, number, money, language } = useSpeech()
  const [all, setAll] = useState(false)
  const found = new Map(fits.map((fit) => [fit.id, fit]))
  const rows = offer.materials
    .map((material) => ({ material, fit: found.get(material.id) ?? null }))
    .sort((a, b) => Number(a.material.attributes['index'] ?? 0) - Number(b.material.attributes['index'] ?? 0))
  const fitting = rows.filter(({ fit, material }) => fit === null || fit.against.length === 0 || material.id === value)
  const shown = all || fitting.length === 0 ? rows : fitting
  const measured = fitting.flatMap(({ fit }) => (fit !== null && fit.against.length === 0 ? [fit] : []))
  const edges = measured.flatMap(({ thickest }) => thickest ?? [])
  const weights = measured.flatMap(({ weight }) => weight ?? [])
  const [thinnest, thickest, lightest] = [Math.min(...edges), Math.max(...edges), Math.min(...weights)]
  const comparable = edges.length > 1 && thinnest < thickest
  return (
    <div data-fact="material.id">
      <RadioGroup
        className="materials"
        value={value ?? ''}
        onChange={(id) => change({ kind: 'fact', of: 'job', id: 'material.id', value: id })}
      >
        <div className="material head">
          <span />
          <span aria-hidden="true">{say('form.material')}</span>
          <Term id="index">n</Term>
          <Term id="edge">{say('form.edge')}</Term>
          <Term id="weight">{say('form.weight')}</Term>
          <span className="end" aria-hidden="true">
            {say('form.price')}
          </span>
        </div>
        <Label className="visually-hidden">{say('form.material')}</Label>
        <div className="material-rows" data-step-group="">
          {shown.map(({ material, fit }) => {
            const index = material.attributes['index']
            const misfit = fit !== null && fit.against.length > 0
            const edge = misfit ? null : (fit?.thickest ?? null)
            const weight = misfit ? null : (fit?.weight ?? null)
            return (
              <RadioField key={material.id} value={material.id} className="material-row">
                <RadioButton className={misfit ? 'material misfit' : 'material'}>
                  <span className="dot" />
                  <span className="stack tight">
                    <span>{labelIn(material, language)}</span>
                    {misfit ? <span className="small muted">{fit.against[0]}</span> : null}
                  </span>
                  <span className="number">{typeof index === 'number' ? number(index / THOUSANDTHS, 2) : ''}</span>
                  <span className="number edge">
                    <span className="visually-hidden">{say('form.edge')} </span>
                    {edge === null ? '–' : `${number(edge / HUNDREDTHS)} mm`}
                    {edge === null || !comparable ? null : (
                      <span className={edge === thinnest ? 'bar least' : 'bar'} aria-hidden="true">
                        <span style={{ inlineSize: `${Math.round((edge / thickest) * PERCENT)}%` }} />
                      </span>
                    )}
                    {edge === thinnest && comparable ? (
                      <span className="visually-hidden"> ({say('form.thinnest')})</span>
                    ) : null}
                  </span>
                  <span className={weight !== null && weight === lightest && comparable ? 'number least' : 'number'}>
                    <span className="visually-hidden">{say('form.weight')} </span>
                    {weight === null ? '–' : `${number(weight / HUNDREDTHS)} g`}
                    {weight !== null && weight === lightest && comparable ? (
                      <span className="visually-hidden"> ({say('form.lightest')})</span>
                    ) : null}
                  </span>
                  <span className="number end">
                    {fit === null || misfit || fit.total === 0 ? '–' : money(fit.total, offer.currency)}
                  </span>
                </RadioButton>
              </RadioField>
            )
          })}
        </div>
        {measured.length > 0 && edges.length === 0 ? <p className="small muted">{say('form.compare.after')}</p> : null}
        {fitting.length < rows.length ? (
          <Press look="quiet" little onPress={() => setAll(!all)}>
            {all ? say('form.onlyFitting') : say('form.notFitting', { count: rows.length - fitting.length })}
          </Press>
        ) : null}
      </RadioGroup>
    </div>
  )
})
