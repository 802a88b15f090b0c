import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { ask } from '../api/ask.ts'
import { paths } from '../shell/paths.ts'
import { useSpeech } from '../texts/say.tsx'
import { AskFirst } from '../ui/ask-first.tsx'
import { TextLine } from '../ui/fields.tsx'
import { Press } from '../ui/press.tsx'
import { Trouble } from '../ui/tell.tsx'

/** Erases for good, after a reason was given. */
export function Erase({ patientId, onClose }: { readonly patientId: string; readonly onClose: () => void }) {
  const { say } = useSpeech()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const erase = useMutation({
    mutationFn: () =>
      ask('POST /api/patients/:patientId/erase', { params: { patientId }, body: { reason: reason.trim() } }),
    onSuccess: () => {
      queries.removeQueries({ queryKey: ['patients'] })
      void navigate(paths.patients, { replace: true })
    },
  })
  return (
    <AskFirst title={say('patient.erase')} open onClose={onClose}>
      <p>{say('patient.erase.about')}</p>
      {erase.error ? <Trouble error={erase.error} /> : null}
      <TextLine label={say('patient.erase.reason')} value={reason} onChange={setReason} most={200} focus />
      <div className="row end">
        <Press onPress={onClose}>{say('dismiss')}</Press>
        <Press look="bad" busy={erase.isPending} off={reason.trim() === ''} onPress={() => erase.mutate()}>
          {say('patient.erase.go')}
        </Press>
      </div>
    </AskFirst>
  )
}
