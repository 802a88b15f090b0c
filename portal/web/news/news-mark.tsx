import { Link } from 'react-router'
import { paths } from '../shell/paths.ts'
import { useSpeech } from '../texts/say.tsx'
import { useCatalogueNews } from './use-news.ts'
import { useReads } from './use-reads.ts'

/** A small mark in the head of the page until what is new was read; nothing otherwise. */
export function NewsMark() {
  const { say } = useSpeech()
  const { reads } = useReads()
  const { data } = useCatalogueNews()
  const unread = (data?.items ?? []).filter(({ id }) => id > (reads?.news ?? '')).length
  if (reads === undefined || unread === 0) return null
  return (
    <Link className="button quiet news-mark" to={paths.whatsNew}>
      {say('news.title')} <span className="news-count">{unread}</span>
    </Link>
  )
}
