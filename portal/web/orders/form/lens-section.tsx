import { memo } from 'react'
import { Term } from '../../help/term.tsx'
import { useSpeech } from '../../texts/say.tsx'
import { Loading } from '../../ui/tell.tsx'
import { useSame } from '../../ui/use-same.ts'
import type { Fit, Fits, Offer, TreatmentFit } from '../judging/judged.ts'
import { LensChoice } from './lens-choice.tsx'
import { MaterialChoice } from './material-choice.tsx'
import type { Change, Facts } from './order-form.ts'
import { TreatmentChoice } from './treatment-choice.tsx'
import { useOften } from './use-often.ts'

interface LensSectionProps {
  readonly offer: Offer | null
  readonly fits: Fits | null
  /** What the order costs as it stands. */
  readonly total: number | null
  readonly job: Facts
  readonly misfit: boolean
  readonly change: (change: Change) => void
}

const words = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((word) => typeof word === 'string') : []
const NONE: readonly Fit[] = []
const NO_TREATMENTS: readonly TreatmentFit[] = []
const word = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** What is made: kind of lens, material, treatments and tint. */
export const LensSection = memo(function LensSection({ offer, fits, total, job, misfit, change }: LensSectionProps) {
  const { say } = useSpeech()
  const often = useSame(useOften(offer))
  const design = word(job['design.id'])
  // Prices move with every figure; the list of lenses says only what does not fit.
  const chosen = useSame(words(job['order.treatments']))
  const misfits = useSame((fits?.designs ?? NONE).map(({ id, against }) => ({ id, against })))
  return (
    <>
      <section className="panel stack" aria-labelledby="lens-title">
        <div className="with-term">
          <h2 id="lens-title">{say('form.lens')}</h2>
          <Term id="design" of={say('form.lens.kind')} />
        </div>
        {offer === null ? (
          <Loading rows={5} />
        ) : (
          <>
            <LensChoice
              designs={offer.designs}
              materials={offer.materials}
              often={often}
              misfits={misfits}
              value={design}
              change={change}
              invalid={misfit}
            />
            {design === null ? (
              <p className="small muted">{say('form.material.after')}</p>
            ) : (
              <MaterialChoice
                offer={offer}
                fits={fits?.materials ?? NONE}
                value={word(job['material.id'])}
                change={change}
              />
            )}
          </>
        )}
      </section>
      {offer === null ? null : (
        <section className="panel stack" aria-labelledby="treatments-title">
          <div className="with-term">
            <h2 id="treatments-title">{say('form.treatments')}</h2>
            <Term id="treatments" of={say('form.treatments')} />
          </div>
          <TreatmentChoice
            offer={offer}
            fits={fits?.treatments ?? NO_TREATMENTS}
            total={total}
            chosen={chosen}
            tint={word(job['tint.id'])}
            change={change}
          />
        </section>
      )}
    </>
  )
})
