import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { may, useMe } from '../access/me.ts'
import { ask } from '../api/ask.ts'
import { paths } from '../shell/paths.ts'
import { helpTexts, type HelpKey } from '../texts/help-texts.ts'
import { useSpeech } from '../texts/say.tsx'
import { terms, type TermId } from '../texts/terms.ts'
import { TextLine } from '../ui/fields.tsx'

const keys = [
  ['-125', 'keys.digits'],
  ['↑ ↓', 'keys.arrows'],
  ['⇧ ↑ ↓', 'keys.shift'],
  ['↵', 'keys.enter'],
  ['=', 'keys.equals'],
  ['-1.25 -0.50 x 90', 'keys.whole'],
  ['in, out, up, down', 'keys.base'],
  ['63', 'keys.pd'],
  ['␣', 'keys.space'],
  ['Ctrl ↵', 'keys.send'],
] as const satisfies readonly (readonly [string, HelpKey])[]

const topics = ['states', 'prices', 'trace', 'offline', 'again', 'privacy'] as const
const ids = Object.keys(terms) as TermId[] // Object.keys loses the literal keys of the closed table

/** How to work with the portal, on one page. */
export function HelpPage() {
  const { say, language } = useSpeech()
  const me = useMe()
  const [query] = useSearchParams()
  const [words, setWords] = useState(() => {
    const asked = ids.find((id) => id === query.get('term'))
    return asked === undefined ? '' : terms[asked][language].name
  })
  const texts = helpTexts[language]
  const { data: about } = useQuery({ queryKey: ['about'], queryFn: ({ signal }) => ask('GET /api/about', { signal }) })
  const sought = words.trim().toLowerCase()
  const found = ids
    .map((id) => ({ id, ...terms[id][language] }))
    .filter(({ name, says }) => `${name} ${says}`.toLowerCase().includes(sought))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name, language))
  function rank(name: string): number {
    return sought !== '' && name.toLowerCase().startsWith(sought) ? 0 : 1
  }
  return (
    <div className="page narrow">
      <div className="page-head">
        <h1>{say('nav.help')}</h1>
        {about ? (
          <span className="small muted">
            {about.product} {about.version}
          </span>
        ) : null}
      </div>
      {may(me, 'orders:write') ? (
        <section className="panel stack" aria-labelledby="tour-title">
          <h2 id="tour-title">{texts.tour}</h2>
          <p>{texts['tour.about']}</p>
          <div className="row">
            <Link className="button" to={paths.tour}>
              {texts['tour.go']}
            </Link>
            {may(me, 'catalogue:read') ? <Link to={paths.whatsNew}>{say('news.title')}</Link> : null}
          </div>
        </section>
      ) : null}
      <section className="panel stack" aria-labelledby="terms-title" id="words">
        <h2 id="terms-title">{texts.terms}</h2>
        <TextLine label={texts['terms.search']} type="search" value={words} onChange={setWords} most={60} />
        <dl className="stack terms" aria-live="polite">
          {found.map(({ id, name, says }) => (
            <div key={id} id={`term-${id}`}>
              <dt>
                <strong>{name}</strong>
              </dt>
              <dd>{says}</dd>
            </div>
          ))}
        </dl>
        {found.length === 0 ? <p className="muted">{texts['terms.none']}</p> : null}
      </section>
      <section className="panel" aria-labelledby="keys-title">
        <h2 id="keys-title">{texts.keys}</h2>
        <dl className="facts keys">
          {keys.map(([key, text]) => (
            <div key={key} className="key-row">
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{texts[text]}</dd>
            </div>
          ))}
        </dl>
      </section>
      {topics.map((topic) => (
        <section key={topic} className="panel" aria-labelledby={`help-${topic}`}>
          <h2 id={`help-${topic}`}>{texts[`${topic}.title`]}</h2>
          <p>{texts[topic]}</p>
        </section>
      ))}
    </div>
  )
}
