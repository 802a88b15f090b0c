import { useQuery } from '@tanstack/react-query'
import { Suspense, useEffect, useRef } from 'react'
import { Navigate, NavLink, Outlet, useLocation } from 'react-router'
import { may, meQuery } from '../access/me.ts'
import { useNews } from '../api/news.ts'
import { NewsMark } from '../news/news-mark.tsx'
import { useSpeech } from '../texts/say.tsx'
import { Icon } from '../ui/icon.tsx'
import { Loading, Trouble } from '../ui/tell.tsx'
import { ConnectionLine } from './connection-line.tsx'
import { paths } from './paths.ts'
import { PersonMenu } from './person-menu.tsx'

/** What is around every page of somebody who is signed in. */
export function Shell() {
  const { say } = useSpeech()
  const { data: me, error, refetch } = useQuery(meQuery)
  const { pathname, search } = useLocation()
  const main = useRef<HTMLElement>(null)
  useNews(me?.accountId ?? null)
  const before = useRef(pathname)
  useEffect(() => {
    // A reader of the screen hears the new page from its beginning, as after a load.
    if (before.current !== pathname) main.current?.focus({ preventScroll: true })
    before.current = pathname
    window.scrollTo(0, 0)
  }, [pathname])
  if (me === undefined)
    return error ? (
      <main className="page narrow">
        <Trouble error={error} again={() => void refetch()} />
      </main>
    ) : (
      <Loading />
    )
  if (me === null) return <Navigate to={`${paths.signIn}?to=${encodeURIComponent(pathname + search)}`} replace />
  const links = [
    { to: paths.orders, name: say('nav.orders'), shown: may(me, 'orders:read') },
    { to: paths.patients, name: say('nav.patients'), shown: may(me, 'patients:read') },
    {
      to: paths.practice,
      name: say(me.practice === null ? 'practices.title' : 'nav.practice'),
      shown: may(me, 'practice:read'),
    },
    { to: paths.people, name: say('nav.people'), shown: me.practice === null && may(me, 'accounts:read') },
    { to: paths.mails, name: say('nav.mails'), shown: may(me, 'outbox:read') },
    { to: paths.help, name: say('nav.help'), shown: true },
  ].filter(({ shown }) => shown)
  return (
    <>
      <a className="skip" href="#main">
        {say('skip')}
      </a>
      <header className="top">
        <NavLink to={paths.orders} className="mark" aria-label={say('product')}>
          <Icon name="glasses" />
          <span>ILS</span>
        </NavLink>
        <nav aria-label={say('nav.main')}>
          {links.map(({ to, name }) => (
            <NavLink key={to} to={to} end={to === paths.practice}>
              {name}
            </NavLink>
          ))}
        </nav>
        <div className="top-end">
          {may(me, 'catalogue:read') && me.practice !== null ? <NewsMark /> : null}
          {may(me, 'orders:write') ? (
            <NavLink to={paths.newOrder} className="button primary new-order" aria-label={say('nav.newOrder')}>
              <Icon name="plus" />
              <span>{say('nav.newOrder')}</span>
            </NavLink>
          ) : null}
          <PersonMenu me={me} />
        </div>
      </header>
      <ConnectionLine />
      <main id="main" ref={main} tabIndex={-1}>
        <Suspense
          fallback={
            <div className="page">
              <Loading />
            </div>
          }
        >
          <Outlet />
        </Suspense>
      </main>
    </>
  )
}
