import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useLocation, useParams } from 'react-router'
import { may, useMe } from '../../access/me.ts'
import { ask } from '../../api/ask.ts'
import { reasonInWords } from '../../../contract/lab-words.ts'
import { orderOver } from '../../../contract/order-states.ts'
import { paths } from '../../shell/paths.ts'
import { Term } from '../../help/term.tsx'
import { useSpeech } from '../../texts/say.tsx'
import { Press } from '../../ui/press.tsx'
import { Loading, Notice, Trouble } from '../../ui/tell.tsx'
import { StateBadge } from '../state-badge.tsx'
import { Cancel } from './cancel.tsx'
import { Held } from './held.tsx'
import { MadeOf } from './made-of.tsx'
import { Paper } from './paper.tsx'
import { SupplierName } from './supplier-name.tsx'
import { Timeline } from './timeline.tsx'
import './order.css'

const WAITING_MS = 2000

/** One order: where it is, when it comes, what happened and why. */
export function OrderPage() {
  const { say, day, instant, money, language } = useSpeech()
  const me = useMe()
  const { orderId = '' } = useParams()
  const state: unknown = useLocation().state
  const [cancelling, setCancelling] = useState(false)
  const {
    data: order,
    error,
    refetch,
  } = useQuery({
    queryKey: ['orders', orderId],
    queryFn: ({ signal }) => ask('GET /api/orders/:orderId', { params: { orderId }, signal }),
    // That the lab does not answer is nothing that happened: nobody would tell us.
    refetchInterval: ({ state }) => (state.data?.status === 'submitted' ? WAITING_MS : false),
  })
  if (!order)
    return (
      <div className="page narrow">
        <h1>{say('order.title')}</h1>
        {error ? <Trouble error={error} again={() => void refetch()} /> : <Loading />}
      </div>
    )
  const writes = may(me, 'orders:write')
  const over = orderOver(order.status)
  const again = (way: string): string => `${paths.newOrder}?from=${encodeURIComponent(order.id)}&way=${way}`
  const sending = order.sending
  return (
    <div className="page">
      <p className="small no-print">
        <Link to={paths.orders}>{say('order.back')}</Link>
      </p>
      <div className="page-head">
        <div className="stack tight">
          <h1>{order.patient ? `${order.patient.familyName}, ${order.patient.givenName}` : order.lens}</h1>
          <p className="muted">
            {order.lens}
            {order.orderRef === null ? '' : ` · ${order.orderRef}`}
          </p>
        </div>
        <div className="row">
          <Paper orderId={order.id} name={order.orderRef ?? order.id} />
          <StateBadge status={order.status} />
        </div>
      </div>
      {typeof state === 'object' && state !== null && 'taken' in state ? (
        <Notice tone="good" now>
          {say(sending.state === 'sent' ? 'order.takenNow.sent' : 'order.takenNow')}
        </Notice>
      ) : null}
      {sending.state === 'waiting' && order.status === 'submitted' && sending.tries > 0 ? (
        <Notice tone="warn">
          {say('order.waiting')} {sending.trouble === null ? '' : say('connection.lims')}
        </Notice>
      ) : null}
      {order.hold ? <Held order={order} hold={order.hold} writes={writes} amendAt={again('amend')} /> : null}
      <div className="order-grid">
        <div className="stack wide">
          <section className="panel" aria-labelledby="promise-title">
            <div className="with-term">
              <h2 id="promise-title">{say('order.promised')}</h2>
              <Term id="promise" of={say('order.promised')} />
            </div>
            <p className="promised">{order.promisedOn === null ? say('order.promised.none') : day(order.promisedOn)}</p>
            {order.firstPromisedOn !== null && order.firstPromisedOn !== order.promisedOn ? (
              <p className="small">
                {say('order.promised.first', { day: day(order.firstPromisedOn) })}{' '}
                {order.promiseReason === null ? '' : reasonInWords(order.promiseReason, language)}
              </p>
            ) : null}
            {order.queuePosition === null ? null : (
              <p className="small muted">
                {say('order.queue', { position: order.queuePosition })} <Term id="queue" of={say('term.queue')} />
              </p>
            )}
            {order.shipped ? (
              <p className="small">
                {say('order.shippedBy', { carrier: order.shipped.carrier, at: instant(order.shipped.at) })}{' '}
                {order.shipped.tracking === null ? null : <span className="number">{order.shipped.tracking}</span>}
              </p>
            ) : null}
          </section>
          <section className="panel" aria-labelledby="timeline-title">
            <h2 id="timeline-title">{say('order.timeline')}</h2>
            <Timeline orderId={order.id} version={order.version} />
          </section>
        </div>
        <div className="stack wide">
          {writes ? (
            <section className="panel stack no-print" aria-labelledby="do-title">
              <div className="with-term">
                <h2 id="do-title">{say('order.do')}</h2>
                <Term id="remake" of={say('order.remake')} />
              </div>
              <div className="row">
                <Link className="button" to={again('reorder')}>
                  {say('order.reorder')}
                </Link>
                <Link className="button" to={again('redo')}>
                  {say('order.redo')}
                </Link>
                <Link className="button" to={again('remake')}>
                  {say('order.remake')}
                </Link>
                <Link className="button" to={again('non_adapt')}>
                  {say('order.nonAdapt')}
                </Link>
                <Press look="bad" off={over} describedBy="cancel-why" onPress={() => setCancelling(true)}>
                  {say('order.cancel')}
                </Press>
              </div>
              <p id="cancel-why" className="small muted">
                {over ? say('order.cancel.over') : say('order.cancel.about')}
              </p>
            </section>
          ) : null}
          <MadeOf order={order} />
          <section className="panel" aria-labelledby="facts-title">
            <h2 id="facts-title">{say('order.facts')}</h2>
            <dl className="facts">
              <dt>{say('order.taken')}</dt>
              <dd>
                {instant(order.takenAt)}, {order.takenBy}
              </dd>
              {order.jobId === null ? null : (
                <>
                  <dt>
                    <Term id="job">{say('order.job')}</Term>
                  </dt>
                  <dd className="number break">{order.jobId}</dd>
                </>
              )}
              {order.price === null ? null : (
                <>
                  <dt>{say('form.price')}</dt>
                  <dd>{money(order.price.total, order.price.currency)}</dd>
                </>
              )}
              {order.fee === null ? null : (
                <>
                  <dt>{say('order.fee')}</dt>
                  <dd>{money(order.fee.amount, order.fee.currency)}</dd>
                </>
              )}
              <dt>{say('form.frameWay')}</dt>
              <dd>
                {say(`frameWay.${order.frameWay}`)}
                {order.frameSupplierId === null ? null : (
                  <SupplierName practiceId={order.practice} supplierId={order.frameSupplierId} />
                )}
              </dd>
              {order.again === null ? null : (
                <>
                  <dt>{say('order.original')}</dt>
                  <dd>
                    <Link to={paths.order(order.again.original)}>{say(`kind.${order.kind}`)}</Link>
                  </dd>
                </>
              )}
              {order.madeAgainBy.length === 0 ? null : (
                <>
                  <dt>{say('order.madeAgain')}</dt>
                  <dd>
                    {order.madeAgainBy.map((id) => (
                      <Link key={id} to={paths.order(id)}>
                        {say('order.title')}
                      </Link>
                    ))}
                  </dd>
                </>
              )}
              {order.note === null ? null : (
                <>
                  <dt>{say('form.note')}</dt>
                  <dd>{order.note}</dd>
                </>
              )}
            </dl>
          </section>
        </div>
      </div>
      {cancelling ? <Cancel orderId={order.id} onClose={() => setCancelling(false)} /> : null}
    </div>
  )
}
