import type { Eye } from '@ils/rules/language/rulebook'
import { memo, useState } from 'react'
import type { TextKey } from '../../texts/english.ts'
import type { TermId } from '../../texts/terms.ts'
import { Term } from '../../help/term.tsx'
import { useSpeech } from '../../texts/say.tsx'
import { Press } from '../../ui/press.tsx'
import { against } from './causes-at.ts'
import { readMillimetres, readWhole } from './read-typed.ts'
import { numberAt, type EyesProps } from './rx-grid.tsx'
import { RxField } from './rx-field.tsx'

const TENTH = 10
const HALF = 50
const TWO = 200
const FIRST_PD = 3150
const FIRST_HEIGHT = 1800
/** No one eye is so far from the nose: it is the distance of both. */
const BOTH_EYES_FROM = 4500

const printMillimetres = (value: number): string => (value / 100).toFixed(1)

interface Column {
  readonly id: string
  readonly label: TextKey
  readonly term: TermId
  readonly start: number
  readonly degrees?: true
  readonly more?: true
}

const columns: readonly Column[] = [
  { id: 'fitting.pd', label: 'fact.fitting.pd', term: 'pd', start: FIRST_PD },
  { id: 'fitting.height', label: 'fact.fitting.height', term: 'height', start: FIRST_HEIGHT },
  { id: 'fitting.nearPd', label: 'fact.fitting.nearPd', term: 'nearPd', start: FIRST_PD - 2 * HALF, more: true },
  { id: 'fitting.vertex', label: 'fact.fitting.vertex', term: 'vertex', start: 1300, more: true },
  { id: 'fitting.panto', label: 'fact.fitting.panto', term: 'panto', start: 8, degrees: true, more: true },
  { id: 'fitting.wrap', label: 'fact.fitting.wrap', term: 'wrap', start: 5, degrees: true, more: true },
]

/** Where the eyes are in the frame: one eye each, for faces are not alike on both sides. */
export const FittingGrid = memo(function FittingGrid({ ordered, right, left, causes, change, single }: EyesProps) {
  const { say } = useSpeech()
  const has = (id: string): boolean => numberAt(right, id) !== null || numberAt(left, id) !== null
  const [more, setMore] = useState(false)
  const withMore = more || columns.some((column) => column.more === true && has(column.id))
  const shown = columns.filter((column) => column.more !== true || withMore)
  // Typed for both eyes at once, or not needed for either.
  const passes = (eye: Eye, id: string): boolean => {
    const [own, fellow] = eye === 'right' ? [right, left] : [left, right]
    if (id === 'fitting.pd') return eye === 'left' && numberAt(left, id) !== null && numberAt(right, id) !== null
    if (id !== 'fitting.height') return numberAt(own, id) === null
    const byFellow = eye === 'left' && ordered.includes('right') && numberAt(fellow, 'fitting.pd') !== null
    return numberAt(own, id) === null && (single || (byFellow && numberAt(fellow, id) === null))
  }
  const cell = (eye: Eye, { id, label, start, degrees }: Column) => {
    const facts = eye === 'right' ? right : left
    const put = (value: number | null): void => {
      // The distance of both eyes, typed for the right one: half for each, an odd tenth to the right.
      if (id === 'fitting.pd' && eye === 'right' && value !== null && value >= BOTH_EYES_FROM) {
        const half = Math.floor(value / 2 / TENTH) * TENTH
        change({ kind: 'fact', of: 'left', id, value: half })
        change({ kind: 'fact', of: 'right', id, value: value - half })
      } else change({ kind: 'fact', of: eye, id, value })
    }
    return (
      <td key={id}>
        <RxField
          name={`${eye}.${id}`}
          label={`${say(`eye.${eye}`)} ${say(label)}`}
          value={numberAt(facts, id)}
          onChange={put}
          read={degrees === true ? readWhole : readMillimetres}
          print={degrees === true ? String : printMillimetres}
          step={degrees === true ? 1 : HALF}
          bigStep={degrees === true ? 5 : TWO}
          start={start}
          {...(degrees === true ? {} : { least: 0 })}
          passed={passes(eye, id)}
          {...(eye === 'left' ? { other: numberAt(right, id) } : {})}
          {...against(causes, id, eye)}
        />
      </td>
    )
  }
  const eyes: readonly Eye[] = ['right', 'left']
  return (
    <section className="panel" aria-labelledby="fitting-title">
      <div className="row apart panel-head">
        <h2 id="fitting-title">{say('form.fitting')}</h2>
        {withMore ? null : (
          <span data-shows="fitting.nearPd fitting.vertex fitting.panto fitting.wrap">
            <Press little icon="plus" onPress={() => setMore(true)}>
              {say('form.fitting.more')}
            </Press>
          </span>
        )}
      </div>
      <table className="rx-grid">
        <thead>
          <tr>
            <td />
            {shown.map(({ id, label, term, degrees }) => (
              <th key={id} scope="col">
                <Term id={term}>{say(label)}</Term> <span className="unit">{degrees === true ? '°' : 'mm'}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {eyes.map((eye) => (
            <tr key={eye} className={ordered.includes(eye) ? 'eye' : 'eye off'}>
              <th scope="row">
                <abbr title={say(`eye.${eye}`)}>{say(`eye.${eye}.short`)}</abbr>
              </th>
              {shown.map((column) => cell(eye, column))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small muted">{say('form.fitting.hint')}</p>
    </section>
  )
})
