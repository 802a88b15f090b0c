import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import type { Practice } from '../../contract/practices.ts'
import { ask } from '../api/ask.ts'
import { languages, useSpeech } from '../texts/say.tsx'
import { Pick, Segments, TextLine } from '../ui/fields.tsx'
import { Press } from '../ui/press.tsx'
import { Notice, Trouble } from '../ui/tell.tsx'

const addressParts = ['street', 'postcode', 'city', 'country'] as const
const licenceParts = ['licence', 'issuedBy'] as const

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** What a practice is called, where it is, how it likes to work. */
export function Profile({ practice, writes }: { readonly practice: Practice; readonly writes: boolean }) {
  const { say, day } = useSpeech()
  const queries = useQueryClient()
  const [text, setText] = useState({
    name: practice.name,
    phone: practice.phone ?? '',
    email: practice.email ?? '',
    street: practice.address?.street ?? '',
    postcode: practice.address?.postcode ?? '',
    city: practice.address?.city ?? '',
    country: practice.address?.country ?? '',
    licence: practice.licence?.number ?? '',
    issuedBy: practice.licence?.issuedBy ?? '',
    validUntil: practice.licence?.validUntil ?? '',
  })
  const [likes, setLikes] = useState(practice.preferences)
  const set = (field: keyof typeof text) => (value: string) => setText({ ...text, [field]: value })
  const [tried, setTried] = useState(false)
  const given = (field: keyof typeof text): boolean => text[field].trim() !== ''
  const hasAddress = addressParts.some(given)
  const hasLicence = [...licenceParts, 'validUntil' as const].some(given)
  // What is begun is finished: a part of it alone would be dropped.
  const missing = new Map<keyof typeof text, 'practice.wholeAddress' | 'practice.wholeLicence'>()
  for (const part of hasAddress ? addressParts : []) if (!given(part)) missing.set(part, 'practice.wholeAddress')
  for (const part of hasLicence ? licenceParts : []) if (!given(part)) missing.set(part, 'practice.wholeLicence')
  const keep = useMutation({
    mutationFn: () =>
      ask('PATCH /api/practices/:practiceId', {
        params: { practiceId: practice.id },
        body: {
          version: practice.version,
          name: text.name.trim(),
          phone: orNull(text.phone),
          email: orNull(text.email),
          address: hasAddress
            ? {
                street: text.street.trim(),
                city: text.city.trim(),
                postcode: text.postcode.trim(),
                country: text.country.trim().toUpperCase(),
              }
            : null,
          licence: hasLicence
            ? { number: text.licence.trim(), issuedBy: text.issuedBy.trim(), validUntil: orNull(text.validUntil) }
            : null,
          preferences: likes,
        },
      }),
    onSuccess: (next) => queries.setQueryData(['practices', practice.id], next),
  })
  const terms = useMutation({
    mutationFn: () =>
      ask('POST /api/practices/:practiceId/terms', {
        params: { practiceId: practice.id },
        body: { version: practice.termsVersion },
      }),
    onSuccess: (next) => queries.setQueryData(['practices', practice.id], next),
  })
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    setTried(true)
    if (writes && missing.size === 0) keep.mutate()
  }
  const line = (field: keyof typeof text, type?: 'date' | 'tel' | 'email') => {
    const fault = tried ? missing.get(field) : undefined
    return (
      <TextLine
        label={say(`practice.${field}`)}
        value={text[field]}
        onChange={set(field)}
        off={!writes}
        wrong={fault === undefined ? undefined : say(fault)}
        {...(type === undefined ? {} : { type })}
      />
    )
  }
  const accepted = practice.terms?.version === practice.termsVersion
  return (
    <form className="stack wide" onSubmit={submit} noValidate>
      {accepted ? null : (
        <Notice tone="warn">
          <div className="row apart">
            <span>{say('practice.terms.open', { version: practice.termsVersion })}</span>
            {writes ? (
              <Press little busy={terms.isPending} onPress={() => terms.mutate()}>
                {say('practice.terms.accept')}
              </Press>
            ) : null}
          </div>
        </Notice>
      )}
      {terms.error ? <Trouble error={terms.error} /> : null}
      <section className="panel" aria-labelledby="profile-title">
        <h2 id="profile-title">{say('practice.profile')}</h2>
        <div className="columns">
          {line('name')}
          {line('phone', 'tel')}
          {line('email', 'email')}
          {line('street')}
          {line('postcode')}
          {line('city')}
          {line('country')}
        </div>
      </section>
      <section className="panel" aria-labelledby="licence-title">
        <h2 id="licence-title">{say('practice.licence.title')}</h2>
        <div className="columns">
          {line('licence')}
          {line('issuedBy')}
          {line('validUntil', 'date')}
        </div>
      </section>
      <section className="panel stack" aria-labelledby="likes-title">
        <h2 id="likes-title">{say('practice.preferences')}</h2>
        <div className="columns">
          <div className="field">
            <span className="label">{say('form.cylinder')}</span>
            <div>
              <Segments
                label={say('form.cylinder')}
                options={(['minus', 'plus'] as const).map((id) => ({ id, label: say(`form.cylinder.${id}`) }))}
                value={likes.cylinder}
                onChange={(cylinder) => setLikes({ ...likes, cylinder })}
              />
            </div>
          </div>
          <Pick
            label={say('practice.priceShown')}
            options={(['pair', 'lens', 'none'] as const).map((id) => ({ id, label: say(`practice.priceShown.${id}`) }))}
            value={likes.priceShown}
            onChange={(priceShown) => setLikes({ ...likes, priceShown })}
            off={!writes}
          />
          <Pick
            label={say('language')}
            options={(['en', 'de'] as const).map((id) => ({ id, label: languages[id] }))}
            value={likes.language}
            onChange={(language) => setLikes({ ...likes, language })}
            off={!writes}
          />
        </div>
        {practice.terms === null ? null : (
          <p className="small muted">
            {say('practice.terms.accepted', {
              version: practice.terms.version,
              by: practice.terms.by,
              day: day(practice.terms.at),
            })}
          </p>
        )}
      </section>
      {keep.error ? <Trouble error={keep.error} /> : null}
      {keep.isSuccess ? (
        <Notice tone="good" now>
          {say('saved')}
        </Notice>
      ) : null}
      {writes ? (
        <div className="row end">
          <Press type="submit" look="primary" busy={keep.isPending}>
            {say('save')}
          </Press>
        </div>
      ) : null}
    </form>
  )
}
