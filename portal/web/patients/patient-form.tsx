import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import type { Patient } from '../../contract/patients.ts'
import { ask } from '../api/ask.ts'
import { useSpeech } from '../texts/say.tsx'
import { TextLine } from '../ui/fields.tsx'
import { Press } from '../ui/press.tsx'
import { Notice, Trouble } from '../ui/tell.tsx'

const fields = ['familyName', 'givenName', 'birthDate', 'ownRef', 'phone', 'email', 'address', 'note'] as const
type Field = (typeof fields)[number]

const textOf = (patient: Patient): Record<Field, string> => ({
  familyName: patient.familyName,
  givenName: patient.givenName,
  birthDate: patient.birthDate ?? '',
  ownRef: patient.ownRef ?? '',
  phone: patient.phone ?? '',
  email: patient.email ?? '',
  address: patient.address ?? '',
  note: patient.note ?? '',
})

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** What the practice knows of a patient. */
export function PatientForm({ patient, writes }: { readonly patient: Patient; readonly writes: boolean }) {
  const { say } = useSpeech()
  const queries = useQueryClient()
  const before = textOf(patient)
  const [text, setText] = useState(before)
  const keep = useMutation({
    mutationFn: () =>
      ask('PATCH /api/patients/:patientId', {
        params: { patientId: patient.id },
        body: {
          version: patient.version,
          familyName: text.familyName.trim(),
          givenName: text.givenName.trim(),
          birthDate: orNull(text.birthDate),
          ownRef: orNull(text.ownRef),
          phone: orNull(text.phone),
          email: orNull(text.email),
          address: orNull(text.address),
          note: orNull(text.note),
        },
      }),
    onSuccess: (next) => queries.setQueryData(['patients', patient.id], next),
  })
  const dirty = fields.some((field) => text[field] !== before[field])
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (dirty && writes) keep.mutate()
  }
  return (
    <section className="panel" aria-labelledby="person-title">
      <h2 id="person-title">{say('patient.person')}</h2>
      <form className="stack" onSubmit={submit} noValidate>
        {keep.error ? <Trouble error={keep.error} /> : null}
        {keep.isSuccess && !dirty ? (
          <Notice tone="good" now>
            {say('saved')}
          </Notice>
        ) : null}
        <div className="columns">
          {fields.map((field) => (
            <TextLine
              key={field}
              label={say(`patient.${field}`)}
              type={field === 'birthDate' ? 'date' : 'text'}
              value={text[field]}
              off={!writes}
              autoComplete="off"
              onChange={(value) => setText({ ...text, [field]: value })}
            />
          ))}
        </div>
        {writes ? (
          <div className="row end">
            <Press type="submit" look="primary" busy={keep.isPending} off={!dirty}>
              {say('save')}
            </Press>
          </div>
        ) : null}
      </form>
    </section>
  )
}
