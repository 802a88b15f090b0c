import type { Eye } from '@ils/rules/language/rulebook'
import { useSpeech } from '../texts/say.tsx'
import type { Facts } from './form/order-form.ts'
import { factValue } from './form/say-fact.ts'
import { textKeyOf } from '../texts/english.ts'

interface RxTableProps {
  readonly right: Facts
  readonly left: Facts
  readonly ordered: readonly Eye[]
}

const columns = [
  'rx.sphere',
  'rx.cylinder',
  'rx.axis',
  'rx.add',
  'rx.prism',
  'rx.prismBase',
  'fitting.pd',
  'fitting.height',
] as const

/** Powers and fitting, to be read. */
export function RxTable({ right, left, ordered }: RxTableProps) {
  const speech = useSpeech()
  const { say } = speech
  const eyes = { right, left }
  const shown = columns.filter((id) => ordered.some((eye) => eyes[eye][id] !== undefined))
  return (
    <div className="table-wrap">
      <table className="rx-table">
        <thead>
          <tr>
            <td />
            {shown.map((id) => {
              const key = textKeyOf(`fact.${id}`)
              return (
                <th key={id} scope="col">
                  {key === null ? id : say(key)}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {ordered.map((eye) => (
            <tr key={eye}>
              <th scope="row">{say(`eye.${eye}.short`)}</th>
              {shown.map((id) => (
                <td key={id}>{eyes[eye][id] === undefined ? '' : factValue(id, eyes[eye][id], null, speech)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
