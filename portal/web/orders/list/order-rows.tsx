import { Link } from 'react-router'
import { reasonInWords } from '../../../contract/lab-words.ts'
import type { OrderLine } from '../../../contract/orders.ts'
import { paths } from '../../shell/paths.ts'
import { useSpeech } from '../../texts/say.tsx'
import { StateBadge } from '../state-badge.tsx'

/** Orders as a table; a row is a link. Where all are of one patient, none of them is named. */
export function OrderRows({ rows, ofOne = false }: { readonly rows: readonly OrderLine[]; readonly ofOne?: boolean }) {
  const { say, day, instant, language } = useSpeech()
  return (
    <div className="table-wrap">
      <table className="list orders">
        <caption className="visually-hidden">{say('nav.orders')}</caption>
        <thead>
          <tr>
            {ofOne ? null : <th scope="col">{say('order.patient')}</th>}
            <th scope="col">{say('order.lens')}</th>
            <th scope="col">{say('order.status')}</th>
            <th scope="col">{say('order.promised')}</th>
            <th scope="col" className="wide-only">
              {say('order.taken')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((order) => (
            <tr key={order.id} data-order={order.id}>
              {ofOne ? null : (
                <td>
                  <Link className="whole" to={paths.order(order.id)}>
                    {order.patient
                      ? `${order.patient.familyName}, ${order.patient.givenName}`
                      : (order.orderRef ?? order.practice)}
                  </Link>
                  {order.patient !== null && order.orderRef !== null ? (
                    <div className="small muted">{order.orderRef}</div>
                  ) : null}
                </td>
              )}
              <td>
                {ofOne ? (
                  <Link className="whole" to={paths.order(order.id)}>
                    {order.lens}
                  </Link>
                ) : (
                  order.lens
                )}
                {order.kind === 'new' ? null : <span className="small muted"> · {say(`kind.${order.kind}`)}</span>}
                {order.eyes.length === 1 && order.eyes[0] !== undefined ? (
                  <span className="small muted"> · {say(`eyes.${order.eyes[0]}`)}</span>
                ) : null}
                {order.priority === 'standard' ? null : (
                  <span className="small strong">
                    {' '}
                    ·{' '}
                    {order.priority === 'rush'
                      ? say('value.order.priority.rush')
                      : say('value.order.priority.same-day')}
                  </span>
                )}
              </td>
              <td>
                <StateBadge status={order.status} />
                {order.hold === null ? null : (
                  <div className="small muted hold">{reasonInWords(order.hold, language)}</div>
                )}
              </td>
              <td className="day">
                {order.promisedOn === null ? '–' : day(order.promisedOn)}
                {order.late ? <div className="small late">{say('order.later')}</div> : null}
              </td>
              <td className="wide-only day muted">{instant(order.takenAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
