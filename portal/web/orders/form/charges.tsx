import { textKeyOf } from '../../texts/english.ts'
import { useSpeech } from '../../texts/say.tsx'
import type { Judged, Offer } from '../judging/judged.ts'

interface ChargesProps {
  readonly judged: Judged | null
  readonly offer: Offer | null
}

/** What the price is made of. */
export function Charges({ judged, offer }: ChargesProps) {
  const { say, money } = useSpeech()
  const charges = judged?.charges ?? []
  if (charges.length === 0 || offer === null || judged?.outcome === 'refused') return null
  return (
    <details className="small">
      <summary>{say('price.charges')}</summary>
      <table className="charges">
        <tbody>
          {charges.map(({ code, eye, amount }, at) => {
            const key = textKeyOf(`charge.${code}`)
            return (
              <tr key={`${code} ${eye ?? ''} ${at}`}>
                <th scope="row">
                  {key === null ? code : say(key)} {eye === null ? '' : say(`eye.${eye}.short`)}
                </th>
                <td>{money(amount, offer.currency)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </details>
  )
}
