import type { Cause } from '@ils/rules/engine/decision'
import { lazy, Suspense, useMemo, useReducer, useState, type SyntheticEvent } from 'react'
import type { Me } from '../../../contract/access.ts'
import type { Practice } from '../../../contract/practices.ts'
import { useSpeech } from '../../texts/say.tsx'
import { Notice, Trouble } from '../../ui/tell.tsx'
import { useSame } from '../../ui/use-same.ts'
import { useJudge } from '../judging/use-judge.ts'
import type { Beginning } from './beginning.ts'
import { against, isOpen, toFillIn } from './causes-at.ts'
import { Charges } from './charges.tsx'
import { FittingGrid } from './fitting-grid.tsx'
import { FrameChoice } from './frame-choice.tsx'
import { focusField, goTo } from './go-to-field.ts'
import { inFewWords } from './label-of.ts'
import { LensDrawing } from './lens-drawing.tsx'
import { LensSection } from './lens-section.tsx'
import { keysOfForm } from './next-step.ts'
import { Options } from './options.tsx'
import { changed, configurationOf } from './order-form.ts'
import { PatientChoice } from './patient-choice.tsx'
import { RxGrid } from './rx-grid.tsx'
import { SendBar } from './send-bar.tsx'
import { Templates } from './templates.tsx'
import { useDraft } from './use-draft.ts'
import { useEyes } from './use-eyes.ts'
import { useFirstFocus } from './use-first-focus.ts'
import { useTakeOrder } from './use-take-order.ts'
import { Verdict } from './verdict.tsx'
import { withThose } from './with-those.ts'
import './order-form.css'

// Few orders have need of them.
const Tour = lazy(async () => ({ default: (await import('../tour/tour.tsx')).Tour }))
const AlikeDialog = lazy(async () => ({ default: (await import('./alike-dialog.tsx')).AlikeDialog }))

interface FormPageProps {
  readonly me: Me
  readonly practice: Practice
  readonly beginning: Beginning
}

/** The order form: everything is judged with every keystroke, and nothing is asked twice. */
export function FormPage({ me, practice, beginning }: FormPageProps) {
  const speech = useSpeech()
  const { say, language } = speech
  const [form, change] = useReducer(changed, beginning.form)
  const { example } = beginning
  const amending = beginning.amends !== null
  const [begun, setBegun] = useState(false)
  const configuration = configurationOf(form, me.name, language)
  const said = useJudge(configuration, me.practice)
  const { offer, judged, fits, lab } = said
  const take = useTakeOrder(beginning)
  const draft = useDraft(form, inFewWords(offer, form.job, language), beginning.draft, !amending && !example)
  useFirstFocus(beginning, offer !== null)
  // What the LIMS said of the same counts; until it has, what was judged here.
  const own: readonly Cause[] = judged?.causes ?? []
  const all = lab.state === 'said' ? withThose(own, lab.judgement.causes) : own
  const open = all.filter((cause) => cause.severity === 'refuse')
  const toConfirm = all.filter((cause) => cause.severity === 'confirm' && cause.settled === undefined)
  const patientMissing = form.patientId === null
  const reasonMissing = beginning.again !== null && typeof form.job['order.redoReason'] !== 'string'
  const unfilled = toFillIn(open)
  const wrong = open.filter((cause) => !isOpen(cause))
  const left = unfilled.length + wrong.length + toConfirm.length + Number(patientMissing) + Number(reasonMissing)
  const ready = !example && left === 0 && open.length === 0 && judged !== null && said.current
  const send = (evenIfAlike: boolean): void => {
    setBegun(true)
    take.mutate({ form, configuration, draft, evenIfAlike })
  }
  const toFirstOpen = (): void => {
    const first = [...unfilled, ...wrong].find((cause) => cause.field !== null) ?? toConfirm[0]
    if (reasonMissing) goTo('order.redoReason', null)
    else if (patientMissing) focusField('patient')
    else if (first?.severity === 'refuse') goTo(first.field, first.eye)
    else document.querySelector<HTMLElement>('.verdict .cause.warn input')?.focus()
  }
  const trySending = (): void => {
    if (ready && !take.isPending) send(false)
    else toFirstOpen()
  }
  const design = offer?.designs.find(({ id }) => id === form.job['design.id'])
  const single = design?.attributes['kind'] === 'single'
  // Of everything that is judged each part takes what is its own: with the others it is not drawn again.
  const rx = useEyes(form, all, 'rx.')
  const fitting = useEyes(form, all, 'fitting.')
  const ofFrame = useSame(all.filter(({ field }) => field?.startsWith('frame.')))
  const misfit = against(all, 'design.id', null).invalid
  const templates = useMemo(
    () => (amending ? null : <Templates {...{ offer, change }} job={form.job} frameWay={form.frameWay} />),
    [amending, offer, form.job, form.frameWay],
  )
  return (
    <div className="page order-page">
      <div className="page-head">
        <h1>
          {beginning.again
            ? say(`form.title.${beginning.again.kind}`)
            : beginning.amends
              ? say('form.title.amend')
              : say('nav.newOrder')}
        </h1>
        <span className="small muted" role="status" data-draft={draft.keeping}>
          {!amending && !example ? say(`draft.${draft.keeping}`) : ''}
        </span>
      </div>
      {example ? <Notice tone="warn">{say('tour.example')}</Notice> : null}
      {said.error ? <Trouble error={said.error} /> : null}
      <form
        className="order-columns"
        onSubmit={(event: SyntheticEvent) => event.preventDefault()}
        onKeyDownCapture={keysOfForm(trySending)}
        autoComplete="off"
      >
        <div className="order-fields">
          <PatientChoice patientId={form.patientId} prescriptionId={form.prescriptionId} change={change}>
            {templates}
          </PatientChoice>
          <div className="rx-and-fitting">
            <RxGrid {...rx} {...{ single, change }} cylinder={form.cylinder} />
            <FittingGrid {...fitting} {...{ single, change }} />
          </div>
          <LensSection {...{ offer, fits, change }} job={form.job} total={judged?.total ?? null} misfit={misfit} />
          {offer === null ? null : (
            <>
              <FrameChoice
                {...{ offer, change }}
                job={form.job}
                ordered={form.ordered}
                frameWay={form.frameWay}
                traceName={form.traceName}
                supplierId={form.frameSupplierId}
                causes={ofFrame}
                practiceId={practice.id}
              />
              <Options
                {...{ offer, change }}
                job={form.job}
                branchId={form.branchId}
                orderRef={form.orderRef}
                note={form.note}
                again={beginning.again !== null}
                practiceId={practice.id}
              />
            </>
          )}
        </div>
        <aside className="order-aside" aria-label={say('form.aside')}>
          <section className="panel stack">
            <LensDrawing form={form} judged={judged} />
          </section>
          <section className="panel stack verdict-panel">
            <Verdict
              causes={all}
              said={said}
              patientMissing={patientMissing}
              name={me.name}
              change={change}
              take={({ field, eye, to }) => change({ kind: 'fact', of: eye ?? 'job', id: field, value: to })}
            />
            {practice.preferences.priceShown === 'none' ? null : <Charges judged={judged} offer={offer} />}
            {take.error && begun ? <Trouble error={take.error} /> : null}
            {lab.state === 'away' ? <Notice tone="warn">{say('form.labAway')}</Notice> : null}
          </section>
          <SendBar
            {...{ judged, offer, lab, left, ready }}
            priceShown={practice.preferences.priceShown !== 'none'}
            open={wrong.length + toConfirm.length === 0}
            busy={take.isPending}
            never={example ? say('tour.never') : undefined}
            label={beginning.amends ? say('form.send.amend') : say('form.send')}
            onSend={() => send(false)}
            onFirstOpen={toFirstOpen}
          />
        </aside>
      </form>
      {example && offer !== null ? (
        <Suspense fallback={null}>
          <Tour offer={offer} change={change} />
        </Suspense>
      ) : null}
      {take.alike ? (
        <Suspense fallback={null}>
          <AlikeDialog onNo={take.dropAlike} onYes={() => send(true)} />
        </Suspense>
      ) : null}
    </div>
  )
}
