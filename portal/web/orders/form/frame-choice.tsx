import type { Cause } from '@ils/rules/engine/decision'
import type { Eye } from '@ils/rules/language/rulebook'
import { memo, useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { Term } from '../../help/term.tsx'
import { useSpeech } from '../../texts/say.tsx'
import { Pick, Segments } from '../../ui/fields.tsx'
import { Press } from '../../ui/press.tsx'
import { Notice } from '../../ui/tell.tsx'
import type { Offer } from '../judging/judged.ts'
import { against } from './causes-at.ts'
import { labelIn } from './label-of.ts'
import { frameWays, type Change, type Facts, type FrameWay } from './order-form.ts'
import { readBox } from './read-typed.ts'
import { RxField } from './rx-field.tsx'
import { numberAt } from './rx-grid.tsx'
import { SupplierChoice } from './supplier-choice.tsx'

interface FrameChoiceProps {
  readonly offer: Offer
  readonly job: Facts
  readonly ordered: readonly Eye[]
  readonly frameWay: FrameWay
  readonly traceName: string | null
  readonly supplierId: string | null
  /** What is said of the frame. */
  readonly causes: readonly Cause[]
  readonly practiceId: string
  readonly change: (change: Change) => void
}

const figures = [
  { id: 'frame.a', label: 'fact.frame.a', term: 'box', start: 5000 },
  { id: 'frame.b', label: 'fact.frame.b', term: 'box', start: 3500 },
  { id: 'frame.dbl', label: 'fact.frame.dbl', term: 'box', start: 1800 },
  { id: 'frame.ed', label: 'fact.frame.ed', term: 'ed', start: 5200 },
] as const

/** One eye's fault is often told of each of its points. */
const MOST_TROUBLES = 5

const wayTerms = { enclosed: 'frameType', to_come: 'frameToCome', remote: 'remoteEdging', none: 'uncut' } as const

const printBox = (value: number): string => String(value / 100)

/** The frame: how it comes, what holds the lens, its box or its traced shape. */
export const FrameChoice = memo(function FrameChoice(props: FrameChoiceProps) {
  const { offer, job, ordered, frameWay, traceName, supplierId, causes, practiceId, change } = props
  const { say, language } = useSpeech()
  const [troubles, setTroubles] = useState<readonly string[]>([])
  const uncut = frameWay === 'none'
  const type = job['frame.type']
  const dropTrace = (): void => {
    change({ kind: 'fact', of: 'right', id: 'frame.trace', value: null })
    change({ kind: 'fact', of: 'left', id: 'frame.trace', value: null })
    change({ kind: 'set', parts: { traceName: null } })
  }
  const take = async (files: FileList | null): Promise<void> => {
    const file = files?.[0]
    if (!file) return
    // Loaded with the first trace: most orders have none.
    const { readTraceFile } = await import('./read-trace-file.ts')
    const read = readTraceFile(new Uint8Array(await file.arrayBuffer()), language)
    const missing = ordered.filter((eye) => read.eyes > 0 && read[eye]['frame.trace'] === undefined)
    setTroubles([
      ...(read.tooLarge === null ? [] : [say('form.trace.large', { most: read.tooLarge })]),
      ...(read.eyes === 0 ? [say('form.trace.none', { name: file.name })] : []),
      ...missing.map((eye) => say('form.trace.oneEye', { eye: say(`eye.${eye}`) })),
      ...read.findings,
    ])
    if (read.eyes === 0) return
    // What was drawn of another frame stays in neither eye.
    dropTrace()
    change({ kind: 'facts', of: 'right', facts: read.right })
    change({ kind: 'facts', of: 'left', facts: read.left })
    change({ kind: 'facts', of: 'job', facts: read.job })
    change({ kind: 'set', parts: { traceName: file.name } })
  }
  return (
    <section className="panel stack" aria-labelledby="frame-title">
      <div className="with-term">
        <h2 id="frame-title">{say('form.frame')}</h2>
        <Term id={wayTerms[frameWay]} of={say(`frameWay.${frameWay}`)} />
      </div>
      <div>
        <Segments
          label={say('form.frameWay')}
          options={frameWays.map((id) => ({ id, label: say(`frameWay.${id}`) }))}
          value={frameWay}
          onChange={(way) => change({ kind: 'frameWay', way })}
        />
      </div>
      {frameWay === 'to_come' ? (
        <SupplierChoice
          practiceId={practiceId}
          value={supplierId}
          onChange={(frameSupplierId) => change({ kind: 'set', parts: { frameSupplierId } })}
        />
      ) : null}
      {uncut ? null : (
        <Pick
          label={say('fact.frame.type')}
          fact="frame.type"
          beside={<Term id="frameType" of={say('fact.frame.type')} />}
          value={typeof type === 'string' ? type : null}
          options={offer.frames
            .filter((frame) => frame.attributes['mount'] !== 'none')
            .map((frame) => ({ id: frame.id, label: labelIn(frame, language) }))}
          onChange={(id) => change({ kind: 'fact', of: 'job', id: 'frame.type', value: id })}
          placeholder={say('form.choose')}
        />
      )}
      <div className="row">
        <span data-fact="frame.trace">
          <FileTrigger onSelect={(files) => void take(files)}>
            <Press little icon="upload">
              {traceName === null ? say('form.trace') : say('form.trace.other')}
            </Press>
          </FileTrigger>
        </span>
        {traceName === null ? (
          <>
            <span className="small muted">{say('form.trace.hint')}</span>
            <Term id="trace" of={say('fact.frame.trace')} />
          </>
        ) : (
          <>
            <span className="small">{say('form.trace.from', { name: traceName })}</span>
            <Press little look="quiet" onPress={dropTrace}>
              {say('remove')}
            </Press>
          </>
        )}
      </div>
      {troubles.length > 0 ? (
        <Notice tone="warn" now>
          {troubles.slice(0, MOST_TROUBLES).map((trouble) => (
            <p key={trouble}>{trouble}</p>
          ))}
        </Notice>
      ) : null}
      <div className="box-figures">
        {figures.map(({ id, label, term, start }) => (
          <div key={id} className="field">
            <span className="label">
              <Term id={term}>{say(label)}</Term>
            </span>
            <RxField
              name={id}
              label={say(label)}
              value={numberAt(job, id)}
              onChange={(value) => change({ kind: 'fact', of: 'job', id, value })}
              read={readBox}
              print={printBox}
              step={50}
              bigStep={200}
              start={start}
              least={0}
              passed={id === 'frame.ed'}
              {...against(causes, id, null)}
            />
          </div>
        ))}
      </div>
    </section>
  )
})
