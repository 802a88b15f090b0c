import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { may, useMe } from '../../access/me.ts'
import { ask, askForFile } from '../../api/ask.ts'
import { useSettled } from '../../api/use-settled.ts'
import { paths } from '../../shell/paths.ts'
import { useSpeech } from '../../texts/say.tsx'
import { Segments, TextLine } from '../../ui/fields.tsx'
import { Press } from '../../ui/press.tsx'
import { Empty, Loading, Trouble } from '../../ui/tell.tsx'
import { OfferTour } from '../tour/offer-tour.tsx'
import { Drafts } from './drafts.tsx'
import { OrderRows } from './order-rows.tsx'
import { saveFile } from './save-file.ts'
import './orders.css'

const filters = {
  open: 'submitted,pending,in_production,quality_check,on_hold,completed',
  on_hold: 'on_hold',
  shipped: 'shipped',
  all: '',
} as const
type Filter = keyof typeof filters
const names = Object.keys(filters) as Filter[] // Object.keys loses the literal keys of the closed table

/** The orders of a practice, the newest first. Filters stand in the address, so that a list can be kept and shared. */
export function OrdersPage() {
  const { say } = useSpeech()
  const me = useMe()
  const [query, setQuery] = useSearchParams()
  const filter = names.find((name) => name === query.get('show')) ?? 'open'
  const q = query.get('q') ?? ''
  const from = query.get('from') ?? ''
  const until = query.get('until') ?? ''
  const late = query.get('late') === '1'
  const settled = useSettled(q)
  const asked = {
    ...(filters[filter] === '' ? {} : { status: filters[filter] }),
    ...(settled.trim() === '' ? {} : { q: settled.trim() }),
    ...(from === '' ? {} : { from }),
    ...(until === '' ? {} : { until }),
    ...(late ? { late } : {}),
  }
  const orders = useInfiniteQuery({
    queryKey: ['orders', 'list', asked],
    queryFn: ({ pageParam, signal }) =>
      ask('GET /api/orders', {
        query: { ...asked, limit: 50, ...(pageParam === '' ? {} : { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })
  const counts = useQuery({
    queryKey: ['orders', 'counts'],
    queryFn: ({ signal }) => ask('GET /api/order-counts', { signal }),
  })
  const csv = useMutation({
    mutationFn: () => askForFile('GET /api/order-export', { query: asked }),
    onSuccess: (file) => saveFile(file, 'orders.csv'),
  })
  const set = (name: string, value: string): void => {
    setQuery(
      (before) => {
        const next = new URLSearchParams(before)
        if (value === '') next.delete(name)
        else next.set(name, value)
        return next
      },
      { replace: true },
    )
  }
  const count = (of: Filter): string => {
    const by = counts.data?.byStatus
    if (!by) return ''
    const states = filters[of] === '' ? Object.keys(by) : filters[of].split(',')
    return ` ${states.reduce((sum, state) => sum + (by[state] ?? 0), 0)}`
  }
  const ordered = Object.values(counts.data?.byStatus ?? {}).reduce((sum, one) => sum + one, 0)
  const rows = orders.data?.pages.flatMap(({ items }) => items) ?? []
  const filtered = q !== '' || from !== '' || until !== '' || late || filter !== 'open'
  return (
    <div className="page">
      <div className="page-head">
        <h1>{say('nav.orders')}</h1>
        <Press icon="download" little busy={csv.isPending} onPress={() => csv.mutate()}>
          {say('orders.csv')}
        </Press>
      </div>
      {may(me, 'orders:write') && counts.data && ordered === 0 ? <OfferTour /> : null}
      {may(me, 'orders:write') ? <Drafts /> : null}
      <div className="order-filters">
        <Segments
          label={say('orders.show')}
          options={names.map((id) => ({ id, label: `${say(`orders.show.${id}`)}${count(id)}` }))}
          value={filter}
          onChange={(next) => set('show', next === 'open' ? '' : next)}
        />
        <div className="grow order-search">
          <TextLine
            label={say('orders.search')}
            type="search"
            value={q}
            onChange={(value) => set('q', value)}
            most={80}
          />
        </div>
        <TextLine label={say('orders.from')} type="date" value={from} onChange={(value) => set('from', value)} />
        <TextLine label={say('orders.until')} type="date" value={until} onChange={(value) => set('until', value)} />
      </div>
      {csv.error ? <Trouble error={csv.error} /> : null}
      {orders.error ? <Trouble error={orders.error} again={() => void orders.refetch()} /> : null}
      {orders.isPending ? (
        <section className="panel">
          <Loading rows={8} />
        </section>
      ) : rows.length > 0 ? (
        <section className="panel flush" aria-busy={orders.isPlaceholderData}>
          <OrderRows rows={rows} />
        </section>
      ) : orders.error ? null : (
        <section className="panel">
          <Empty icon="box" title={say(filtered ? 'orders.none' : 'orders.empty')}>
            {filtered ? (
              <Press onPress={() => setQuery({}, { replace: true })}>{say('orders.clear')}</Press>
            ) : (
              <>
                <p>{say('orders.empty.about')}</p>
                {may(me, 'orders:write') ? (
                  <Link className="button primary" to={paths.newOrder}>
                    {say('nav.newOrder')}
                  </Link>
                ) : null}
              </>
            )}
          </Empty>
        </section>
      )}
      {orders.hasNextPage ? (
        <div className="row">
          <Press busy={orders.isFetchingNextPage} onPress={() => void orders.fetchNextPage()}>
            {say('more')}
          </Press>
        </div>
      ) : null}
    </div>
  )
}
