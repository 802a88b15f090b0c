import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import type { Patient } from '../../contract/patients.ts'
import { ask, newKey } from '../api/ask.ts'
import { useSpeech } from '../texts/say.tsx'
import { TextLine } from '../ui/fields.tsx'
import { Press } from '../ui/press.tsx'
import { Trouble } from '../ui/tell.tsx'

interface AddPatientProps {
  /** What was searched for in vain: “family, given”, or names in a row. */
  readonly words?: string
  readonly onDone: (patient: Patient) => void
}

function namesIn(words: string): { readonly family: string; readonly given: string } {
  const [family = '', given] = words.split(',').map((part) => part.trim())
  if (given !== undefined) return { family, given }
  const parts = words.trim().split(/\s+/)
  return { family: parts.at(-1) ?? '', given: parts.slice(0, -1).join(' ') }
}

/** The least that is known of somebody new. */
export function AddPatient({ words = '', onDone }: AddPatientProps) {
  const { say } = useSpeech()
  const queries = useQueryClient()
  const [names] = useState(() => namesIn(words))
  const [given, setGiven] = useState(names.given)
  const [family, setFamily] = useState(names.family)
  const [birth, setBirth] = useState('')
  const [ownRef, setOwnRef] = useState('')
  const [key] = useState(newKey)
  const add = useMutation({
    mutationFn: () =>
      ask('POST /api/patients', {
        key,
        body: {
          givenName: given.trim(),
          familyName: family.trim(),
          birthDate: birth === '' ? null : birth,
          ownRef: ownRef.trim() === '' ? null : ownRef.trim(),
        },
      }),
    onSuccess: (patient) => {
      queries.setQueryData(['patients', patient.id], patient)
      void queries.invalidateQueries({ queryKey: ['patients', 'search'] })
      onDone(patient)
    },
  })
  const complete = given.trim() !== '' && family.trim() !== ''
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    // The dialog may stand inside the form of an order, which is not to be sent by it.
    event.stopPropagation()
    if (complete && !add.isPending) add.mutate()
  }
  return (
    <form className="stack wide" onSubmit={submit} noValidate>
      {add.error ? <Trouble error={add.error} /> : null}
      <div className="columns">
        <TextLine
          label={say('patient.familyName')}
          value={family}
          onChange={setFamily}
          required
          focus
          most={120}
          autoComplete="off"
        />
        <TextLine
          label={say('patient.givenName')}
          value={given}
          onChange={setGiven}
          required
          most={120}
          autoComplete="off"
        />
        <TextLine label={say('patient.birthDate')} type="date" value={birth} onChange={setBirth} autoComplete="off" />
        <TextLine label={say('patient.ownRef')} value={ownRef} onChange={setOwnRef} most={80} autoComplete="off" />
      </div>
      <div className="row end">
        <Press type="submit" look="primary" busy={add.isPending} off={!complete}>
          {say('patients.add.go')}
        </Press>
      </div>
    </form>
  )
}
