import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { Mail } from '../../contract/accounts.ts'
import { paths } from '../shell/paths.ts'
import { mailTexts } from '../texts/mails.ts'
import { saying, useSpeech } from '../texts/say.tsx'
import { Segments } from '../ui/fields.tsx'
import { Notice } from '../ui/tell.tsx'

const ADDRESS = /(https?:\/\/\S+)/

/** A mail as it is sent: as a page that can do nothing to us, and as text. */
export function OneMail({ mail }: { readonly mail: Mail }) {
  const { instant, language } = useSpeech()
  const tell = saying(mailTexts, language)
  const [form, setForm] = useState<'page' | 'text'>('page')
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [mail.id])
  const shown = mail.hasHtml ? form : 'text'
  return (
    <section className="panel stack one-mail" aria-labelledby="mail-title">
      <div className="row apart">
        <h2 id="mail-title" ref={title} tabIndex={-1}>
          {mail.subject ?? tell(`mails.kind.${mail.kind}`)}
        </h2>
        <Link className="button" to={paths.mails}>
          {tell('mails.close')}
        </Link>
      </div>
      <p className="small muted">
        {mail.to} · {instant(mail.writtenAt)}
        {mail.sentAt === null ? '' : ` · ${tell('mails.sentAt', { at: instant(mail.sentAt) })}`}
      </p>
      {mail.hasHtml ? (
        <Segments
          label={tell('mails.form')}
          options={[
            { id: 'page', label: tell('mails.form.page') },
            { id: 'text', label: tell('mails.form.text') },
          ]}
          value={form}
          onChange={setForm}
        />
      ) : null}
      {mail.text === null ? <Notice>{tell('mails.sealed')}</Notice> : null}
      {mail.text !== null && shown === 'page' ? (
        <iframe
          className="mail-page"
          title={tell('mails.form.page')}
          src={`/api/outbox/${encodeURIComponent(mail.id)}/page`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerPolicy="no-referrer"
        />
      ) : null}
      {mail.text !== null && shown === 'text' ? (
        <p className="mail-text" data-mail-text>
          {mail.text.split(ADDRESS).map((part, at) =>
            ADDRESS.test(part) ? (
              <a key={at} href={part}>
                {part}
              </a>
            ) : (
              part
            ),
          )}
        </p>
      ) : null}
    </section>
  )
}
