import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import type { Mail } from '../../contract/accounts.ts'
import { ask } from '../api/ask.ts'
import { paths } from '../shell/paths.ts'
import { mailTexts } from '../texts/mails.ts'
import { saying, useSpeech } from '../texts/say.tsx'
import { Press } from '../ui/press.tsx'
import { Badge, Empty, Loading, Trouble, type Tone } from '../ui/tell.tsx'
import { OneMail } from './one-mail.tsx'
import './outbox.css'

const tones: Readonly<Record<Mail['state'], Tone>> = { kept: 'plain', waiting: 'warn', sent: 'good', given_up: 'bad' }

/** What the portal mailed: to whom, whether it was taken, and where no mail server sends it, what it says. */
export function OutboxPage() {
  const { say, instant, language } = useSpeech()
  const tell = saying(mailTexts, language)
  const [query] = useSearchParams()
  const chosen = query.get('mail')
  const mails = useInfiniteQuery({
    queryKey: ['mails'],
    queryFn: ({ pageParam, signal }) =>
      ask('GET /api/outbox', { query: { limit: 50, ...(pageParam === '' ? {} : { after: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: 5000,
  })
  const items = mails.data?.pages.flatMap((page) => page.items) ?? []
  const open = items.find(({ id }) => id === chosen)
  return (
    <div className="page">
      <div className="page-head">
        <h1>{say('nav.mails')}</h1>
      </div>
      <p className="muted">{tell('mails.about')}</p>
      {mails.error ? <Trouble error={mails.error} again={() => void mails.refetch()} /> : null}
      {mails.isPending ? <Loading /> : null}
      {mails.data && items.length === 0 ? (
        <section className="panel">
          <Empty icon="box" title={tell('mails.none')} />
        </section>
      ) : null}
      {items.length === 0 ? null : (
        <div className={open ? 'outbox open' : 'outbox'}>
          <section className="panel flush outbox-list">
            <div className="table-wrap">
              <table className="list">
                <caption className="visually-hidden">{say('nav.mails')}</caption>
                <thead>
                  <tr>
                    <th scope="col">{tell('mails.subject')}</th>
                    <th scope="col">{tell('mails.state')}</th>
                    <th scope="col" className="end">
                      {tell('mails.tries')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((mail) => (
                    <tr key={mail.id} data-mail={mail.id} aria-current={mail.id === chosen ? 'true' : undefined}>
                      <td>
                        <Link className="whole" to={paths.mail(mail.id)}>
                          {mail.subject ?? tell(`mails.kind.${mail.kind}`)}
                        </Link>
                        <div className="small muted">
                          {mail.to} · {instant(mail.writtenAt)}
                        </div>
                      </td>
                      <td>
                        <Badge tone={tones[mail.state]}>{tell(`mails.state.${mail.state}`)}</Badge>
                        {mail.trouble === null ? null : <div className="small muted">{mail.trouble}</div>}
                      </td>
                      <td className="end number">{mail.tries}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </section>
          {open ? <OneMail mail={open} /> : null}
        </div>
      )}
      {mails.hasNextPage ? (
        <div className="row">
          <Press busy={mails.isFetchingNextPage} onPress={() => void mails.fetchNextPage()}>
            {say('more')}
          </Press>
        </div>
      ) : null}
    </div>
  )
}
