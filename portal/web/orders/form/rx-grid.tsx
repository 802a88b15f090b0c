import type { Cause } from '@ils/rules/engine/decision'
import type { Eye } from '@ils/rules/language/rulebook'
import { memo, useState } from 'react'
import { Term } from '../../help/term.tsx'
import { useSpeech } from '../../texts/say.tsx'
import { Segments } from '../../ui/fields.tsx'
import { Press } from '../../ui/press.tsx'
import { against } from './causes-at.ts'
import type { Change, CylinderSign, Facts } from './order-form.ts'
import { printBase, printPower, readAxis, readBase, readPower, readWholeRx } from './read-typed.ts'
import { RxField } from './rx-field.tsx'

const QUARTER = 250
const DIOPTRE = 1000
const FIRST_ADD = 1000

export interface EyesProps {
  readonly ordered: readonly Eye[]
  readonly right: Facts
  readonly left: Facts
  readonly causes: readonly Cause[]
  readonly change: (change: Change) => void
  /** What the chosen lens does with: single vision needs neither addition nor height. */
  readonly single: boolean
}

interface RxGridProps extends EyesProps {
  readonly cylinder: CylinderSign
}

export const numberAt = (facts: Facts, id: string): number | null => {
  const value = facts[id]
  return typeof value === 'number' ? value : null
}

/** Powers of both eyes, in the order in which a prescription is written. */
export const RxGrid = memo(function RxGrid({ ordered, right, left, causes, change, single, cylinder }: RxGridProps) {
  const { say } = useSpeech()
  const has = (id: string): boolean => numberAt(right, id) !== null || numberAt(left, id) !== null
  const [prism, setPrism] = useState(false)
  const withPrism = prism || has('rx.prism') || has('rx.prismBase')
  // The fellow eye of one without an addition has none either.
  const passesAdd = (eye: Eye): boolean => {
    const none = numberAt(eye === 'right' ? right : left, 'rx.add') === null
    const byFellow = eye === 'left' && ordered.includes('right') && numberAt(right, 'rx.sphere') !== null
    return none && (single || (byFellow && numberAt(right, 'rx.add') === null))
  }
  const usual = cylinder === 'minus' ? -1 : 1
  const row = (eye: Eye) => {
    const facts = eye === 'right' ? right : left
    const fellow = eye === 'left' ? right : undefined
    const name = say(`eye.${eye}`)
    const off = !ordered.includes(eye) && ordered.length > 0
    const bind = (id: string, label: string) => ({
      name: `${eye}.${id}`,
      label: `${name} ${label}`,
      value: numberAt(facts, id),
      onChange: (value: number | null) => change({ kind: 'fact', of: eye, id, value }),
      ...(fellow ? { other: numberAt(fellow, id) } : {}),
      ...against(causes, id, eye),
    })
    const takeWhole = (text: string): boolean => {
      const whole = readWholeRx(text)
      if (!whole) return false
      const { sphere, cylinder: written, axis } = whole
      change({ kind: 'facts', of: eye, facts: { 'rx.sphere': sphere, 'rx.cylinder': written, 'rx.axis': axis } })
      return true
    }
    const power = { print: printPower, step: QUARTER, bigStep: DIOPTRE }
    return (
      <tr key={eye} className={off ? 'eye off' : 'eye'}>
        <th scope="row">
          <abbr title={name}>{say(`eye.${eye}.short`)}</abbr>
        </th>
        <td>
          <RxField
            {...bind('rx.sphere', say('fact.rx.sphere'))}
            {...power}
            read={(text) => readPower(text)}
            onWhole={takeWhole}
          />
        </td>
        <td>
          <RxField
            {...bind('rx.cylinder', say('fact.rx.cylinder'))}
            {...power}
            start={usual * QUARTER}
            read={(text) => readPower(text, usual)}
          />
        </td>
        <td>
          <RxField
            {...bind('rx.axis', say('fact.rx.axis'))}
            read={readAxis}
            print={String}
            step={1}
            bigStep={10}
            start={90}
            least={1}
            most={180}
            turns
            off={(numberAt(facts, 'rx.cylinder') ?? 0) === 0}
          />
        </td>
        <td>
          <RxField
            {...bind('rx.add', say('fact.rx.add'))}
            {...power}
            read={(text) => readPower(text)}
            start={FIRST_ADD}
            least={0}
            passed={passesAdd(eye)}
          />
        </td>
        {withPrism ? (
          <>
            <td>
              <RxField
                {...bind('rx.prism', say('fact.rx.prism'))}
                {...power}
                print={(value) => printPower(value).replace('+', '')}
                read={(text) => readPower(text)}
                start={QUARTER}
                least={0}
              />
            </td>
            <td>
              <RxField
                {...bind('rx.prismBase', say('fact.rx.prismBase'))}
                read={(text) => readBase(text, eye)}
                print={(value) => baseWord(printBase(value, eye), say)}
                step={15}
                bigStep={90}
                least={0}
                most={359}
                turns
              />
            </td>
          </>
        ) : null}
      </tr>
    )
  }
  const columns = ['rx.sphere', 'rx.cylinder', 'rx.axis', 'rx.add'] as const
  return (
    <section className="panel" aria-labelledby="rx-title">
      <div className="row apart panel-head">
        <h2 id="rx-title">{say('form.rx')}</h2>
        <div className="row">
          <EyesChoice ordered={ordered} change={change} />
        </div>
      </div>
      <table className="rx-grid">
        <thead>
          <tr>
            <td />
            {columns.map((id) => (
              <th key={id} scope="col">
                <Term id={termOf[id]}>{say(`fact.${id}`)}</Term>
              </th>
            ))}
            {withPrism ? (
              <>
                <th scope="col">
                  <Term id="prism">{say('fact.rx.prism')}</Term>
                </th>
                <th scope="col">
                  <Term id="base">{say('fact.rx.prismBase')}</Term>
                </th>
              </>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {row('right')}
          {row('left')}
        </tbody>
      </table>
      <div className="row">
        <Press little icon="copy" onPress={() => change({ kind: 'copy' })}>
          {say('form.copy')}
        </Press>
        <CylinderChoice cylinder={cylinder} change={change} />
        {withPrism ? null : (
          <span data-shows="rx.prism rx.prismBase">
            <Press little icon="plus" onPress={() => setPrism(true)}>
              {say('form.prism')}
            </Press>
          </span>
        )}
      </div>
      <p className="small muted">{say('form.rx.hint')}</p>
    </section>
  )
})

const EyesChoice = memo(function EyesChoice({ ordered, change }: Pick<EyesProps, 'ordered' | 'change'>) {
  const { say } = useSpeech()
  return (
    <Segments
      label={say('form.eyes')}
      options={(['both', 'right', 'left'] as const).map((id) => ({ id, label: say(`eyes.${id}`) }))}
      value={ordered.length === 2 ? 'both' : (ordered[0] ?? 'both')}
      onChange={(chosen) =>
        change({ kind: 'set', parts: { ordered: chosen === 'both' ? ['right', 'left'] : [chosen] } })
      }
    />
  )
})

const CylinderChoice = memo(function CylinderChoice({ cylinder, change }: Pick<RxGridProps, 'cylinder' | 'change'>) {
  const { say } = useSpeech()
  return (
    <Segments
      label={say('form.cylinder')}
      options={(['minus', 'plus'] as const).map((id) => ({ id, label: say(`form.cylinder.${id}`) }))}
      value={cylinder}
      onChange={(sign) => change({ kind: 'cylinder', sign })}
    />
  )
})

const termOf = { 'rx.sphere': 'sphere', 'rx.cylinder': 'cylinder', 'rx.axis': 'axis', 'rx.add': 'add' } as const

const words = { up: 'base.up', down: 'base.down', in: 'base.in', out: 'base.out' } as const

function baseWord(printed: string, say: ReturnType<typeof useSpeech>['say']): string {
  const key = Object.hasOwn(words, printed) ? words[printed as keyof typeof words] : null // just found in it
  return key === null ? printed : say(key)
}
