import { useEffect, useRef } from 'react'
import type { CatalogueNews } from '../../contract/news.ts'
import { newsTexts } from '../texts/news-texts.ts'
import { useSpeech, type Language } from '../texts/say.tsx'
import { Badge, Empty, Loading, Trouble } from '../ui/tell.tsx'
import { useCatalogueNews } from './use-news.ts'
import { useReads } from './use-reads.ts'

type Entry = CatalogueNews['entries'][number]
const kinds = ['designs', 'materials', 'treatments', 'tints', 'frames'] as const
const tones = { added: 'good', withdrawn: 'warn', renamed: 'plain' } as const
const abouts = ['price', 'limit', 'time'] as const

const labelIn = ({ label, id }: Entry, language: Language): string =>
  label[language] ?? label['en'] ?? Object.values(label)[0] ?? id

/** What changed in the catalogue between releases. Whoever has looked has read it. */
export function WhatsNewPage() {
  const { say, language, instant } = useSpeech()
  const texts = newsTexts[language]
  const { data, error, refetch } = useCatalogueNews()
  const { reads, note } = useReads()
  const newest = data?.items[0]?.id
  // What was unread when the page was opened stays marked while it is looked at.
  const before = useRef<string | null | undefined>(undefined)
  if (before.current === undefined && reads !== undefined) before.current = reads.news
  useEffect(() => {
    if (newest !== undefined && reads !== undefined && newest > (reads.news ?? '')) note({ what: 'news', upTo: newest })
  }, [newest, reads, note])
  return (
    <div className="page narrow">
      <div className="page-head">
        <h1>{say('news.title')}</h1>
      </div>
      {error ? <Trouble error={error} again={() => void refetch()} /> : null}
      {data === undefined ? (
        error ? null : (
          <section className="panel">
            <Loading />
          </section>
        )
      ) : data.items.length === 0 ? (
        <section className="panel">
          <Empty icon="glasses" title={texts.none}>
            <p>{texts['none.about']}</p>
          </Empty>
        </section>
      ) : (
        data.items.map((news) => (
          <section key={news.id} className="panel stack" aria-labelledby={news.id}>
            <div className="row apart">
              <h2 id={news.id}>
                {instant(news.at)}
                {news.id > (before.current ?? '') ? (
                  <>
                    {' '}
                    <Badge tone="accent">{texts.unread}</Badge>
                  </>
                ) : null}
              </h2>
              <span className="small muted">{texts.release.replace('{number}', String(news.release))}</span>
            </div>
            {kinds.map((kind) => {
              const entries = news.entries.filter((entry) => entry.kind === kind)
              if (entries.length === 0) return null
              return (
                <div key={kind} className="stack tight">
                  <h3>{texts[kind]}</h3>
                  <ul className="stack tight">
                    {entries.map((entry) => (
                      <li key={`${entry.what} ${entry.id}`}>
                        <Badge tone={tones[entry.what]}>{texts[entry.what]}</Badge> {labelIn(entry, language)}
                      </li>
                    ))}
                  </ul>
                </div>
              )
            })}
            {abouts.map((about) => {
              const rules = news.rules.filter((rule) => rule.about === about)
              if (rules.length === 0) return null
              return (
                <details key={about}>
                  <summary>
                    {texts[about]} ({rules.length})
                  </summary>
                  <ul className="stack tight small" lang="en">
                    {rules.map(({ sentence }) => (
                      <li key={sentence}>{sentence}</li>
                    ))}
                  </ul>
                </details>
              )
            })}
            {news.more > 0 ? <p className="small muted">{texts.more.replace('{count}', String(news.more))}</p> : null}
          </section>
        ))
      )}
    </div>
  )
}
