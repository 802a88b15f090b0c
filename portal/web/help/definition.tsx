import { Link } from 'react-router'
import { paths } from '../shell/paths.ts'
import { useSpeech } from '../texts/say.tsx'
import { terms, type TermId } from '../texts/terms.ts'

/** What a word means, with the way to all the others. */
export function Definition({ id }: { readonly id: TermId }) {
  const { say, language } = useSpeech()
  const { name, says } = terms[id][language]
  return (
    <div className="stack tight">
      <strong>{name}</strong>
      <p>{says}</p>
      <Link className="small" to={paths.term(id)}>
        {say('term.all')}
      </Link>
    </div>
  )
}
