import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useReads } from '../../news/use-reads.ts'
import { paths } from '../../shell/paths.ts'
import { tourTexts } from '../../texts/tour-texts.ts'
import { useSpeech } from '../../texts/say.tsx'
import { Press } from '../../ui/press.tsx'
import type { Change } from '../form/order-form.ts'
import type { Offer } from '../judging/judged.ts'
import { exampleOf, steps, type Step } from './fill-in-example.ts'
import './tour.css'

interface TourProps {
  readonly offer: Offer
  readonly change: (change: Change) => void
}

const places: Readonly<Record<Step, string>> = {
  patient: '[aria-labelledby="patient-title"]',
  rx: '[aria-labelledby="rx-title"]',
  fitting: '[aria-labelledby="fitting-title"]',
  lens: '[aria-labelledby="lens-title"]',
  treatments: '[aria-labelledby="treatments-title"]',
  frame: '[aria-labelledby="frame-title"]',
  send: '.send-bar',
}

/** Leads through the form with an example. It ends with Escape, and can be begun again from the help page. */
export function Tour({ offer, change }: TourProps) {
  const { language } = useSpeech()
  const texts = tourTexts[language]
  const navigate = useNavigate()
  const { note } = useReads()
  const [at, setAt] = useState(0)
  const title = useRef<HTMLHeadingElement>(null)
  const step = steps[at] ?? 'patient'
  useEffect(() => {
    note({ what: 'tour', upTo: 'taken' })
  }, [note])
  useEffect(() => {
    for (const one of exampleOf(step, offer)) change(one)
    const place = document.querySelector(places[step])
    place?.setAttribute('data-tour', '')
    place?.scrollIntoView({ block: place.clientHeight > innerHeight / 2 ? 'start' : 'center' })
    // Whoever hears the page is told of the step; whoever sees it finds the keys there.
    title.current?.focus({ preventScroll: true })
    return () => place?.removeAttribute('data-tour')
  }, [step, offer, change])
  const end = (): void => void navigate(paths.orders)
  const last = at === steps.length - 1
  return (
    <section
      className="tour"
      data-at={step}
      role="dialog"
      aria-labelledby="tour-step"
      aria-describedby="tour-says"
      onKeyDown={({ key }) => {
        if (key === 'Escape') end()
      }}
    >
      <p className="small muted">{texts.count.replace('{at}', String(at + 1)).replace('{of}', String(steps.length))}</p>
      <h2 id="tour-step" ref={title} tabIndex={-1}>
        {texts[step]}
      </h2>
      <p id="tour-says">{texts[`${step}.says`]}</p>
      <div className="row apart">
        <Press look="quiet" onPress={end}>
          {texts.end}
        </Press>
        <div className="row">
          {at > 0 ? <Press onPress={() => setAt(at - 1)}>{texts.back}</Press> : null}
          <Press look="primary" onPress={() => (last ? end() : setAt(at + 1))}>
            {last ? texts.done : texts.next}
          </Press>
        </div>
      </div>
    </section>
  )
}
