import type { Patient } from '../../contract/patients.ts'
import { useSpeech } from '../texts/say.tsx'
import { AskFirst } from '../ui/ask-first.tsx'
import { AddPatient } from './add-patient.tsx'

interface AddPatientDialogProps {
  readonly words: string
  readonly onClose: () => void
  readonly onDone: (patient: Patient) => void
}

/** Somebody who is not here yet, from wherever they are looked for. */
export function AddPatientDialog({ words, onClose, onDone }: AddPatientDialogProps) {
  const { say } = useSpeech()
  return (
    <AskFirst title={say('patients.add')} open onClose={onClose}>
      <AddPatient words={words} onDone={onDone} />
    </AskFirst>
  )
}
