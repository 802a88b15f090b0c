import { useQuery } from '@tanstack/react-query'
import { lazy, memo, Suspense, useEffect, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import type { PatientLine } from '../../../contract/patients.ts'
import { ask } from '../../api/ask.ts'
import { useSettled } from '../../api/use-settled.ts'
import { useSpeech } from '../../texts/say.tsx'
import { Pick } from '../../ui/fields.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Press } from '../../ui/press.tsx'
import { Trouble } from '../../ui/tell.tsx'
import { focusField } from './go-to-field.ts'
import type { Change } from './order-form.ts'
import { factsOf } from './rx-facts.ts'

const AddPatientDialog = lazy(async () => ({
  default: (await import('../../patients/add-patient-dialog.tsx')).AddPatientDialog,
}))

interface PatientChoiceProps {
  readonly patientId: string | null
  readonly prescriptionId: string | null
  readonly change: (change: Change) => void
  /** What stands beside the heading. */
  readonly children?: ReactNode
}

const FOCUS_BACK_MS = 80

const patientName = ({ familyName, givenName }: PatientLine): string => `${familyName}, ${givenName}`

/** Whom it is for, and which of their prescriptions. */
export const PatientChoice = memo(function PatientChoice(props: PatientChoiceProps) {
  const { patientId, prescriptionId, change } = props
  const { say, day } = useSpeech()
  const onPatient = (patient: { readonly id: string } | null): void => {
    change({ kind: 'set', parts: { patientId: patient?.id ?? null, prescriptionId: null } })
    // After the dialog or the list has closed, and has given the focus back to where it was.
    if (patient) setTimeout(() => focusField('right.rx.sphere'), FOCUS_BACK_MS)
  }
  const [words, setWords] = useState('')
  const [adding, setAdding] = useState(false)
  const settled = useSettled(words)
  const chosen = useQuery({
    queryKey: ['patients', patientId],
    queryFn: ({ signal }) => ask('GET /api/patients/:patientId', { params: { patientId: patientId ?? '' }, signal }),
    enabled: patientId !== null,
  })
  const found = useQuery({
    queryKey: ['patients', 'search', settled],
    queryFn: ({ signal }) => ask('POST /api/patients/search', { body: { words: settled, limit: 20 }, signal }),
    enabled: patientId === null,
    placeholderData: (before) => before,
  })
  // Enter before the answer is there: taken when it comes, if it names one person only.
  const [meant, setMeant] = useState<string | null>(null)
  const only = found.data?.items.length === 1 ? found.data.items[0] : undefined
  const answered = settled === words && !found.isPlaceholderData && !found.isFetching
  useEffect(() => {
    if (meant === null || meant !== words) return
    if (!answered) return
    setMeant(null)
    if (only) onPatient(only)
  })
  const takeOnly = (event: KeyboardEvent<HTMLElement>): void => {
    const highlighted = event.currentTarget.querySelector('[aria-activedescendant]') !== null
    if (event.key !== 'Enter' || highlighted || words.trim() === '') return
    event.preventDefault()
    // The list would close, with several in it to choose from.
    event.stopPropagation()
    setMeant(words)
  }
  const prescriptions = useQuery({
    queryKey: ['patients', patientId, 'prescriptions'],
    queryFn: ({ signal }) =>
      ask('GET /api/patients/:patientId/prescriptions', { params: { patientId: patientId ?? '' }, signal }),
    enabled: patientId !== null,
  })
  const usable = (prescriptions.data?.items ?? []).filter(({ withdrawnAt }) => withdrawnAt === null)
  return (
    <section className="panel stack" aria-labelledby="patient-title">
      <div className="row apart panel-head">
        <h2 id="patient-title">{say('form.patient')}</h2>
        <div className="row">
          {patientId === null ? (
            <Press little icon="plus" onPress={() => setAdding(true)}>
              {say('patients.add')}
            </Press>
          ) : null}
          {props.children}
        </div>
      </div>
      {patientId === null ? (
        <ComboBox
          className="field"
          aria-label={say('form.patient.find')}
          items={found.data?.items ?? []}
          inputValue={words}
          onInputChange={setWords}
          menuTrigger="input"
          allowsEmptyCollection
          allowsCustomValue
          value={null}
          onChange={(key) => {
            const patient = found.data?.items.find(({ id }) => id === key)
            if (patient) onPatient(patient)
          }}
        >
          <Label className="visually-hidden">{say('form.patient.find')}</Label>
          <div className="combo" onKeyDownCapture={takeOnly}>
            <Input className="input" data-step="" name="patient" placeholder={say('form.patient.find')} />
            <Button aria-label={say('open')}>
              <Icon name="down" />
            </Button>
          </div>
          <Popover className="popover">
            <ListBox<PatientLine> renderEmptyState={() => <p className="item muted">{say('patients.none')}</p>}>
              {(patient) => (
                <ListBoxItem className="item two" id={patient.id} textValue={patientName(patient)}>
                  <span>{patientName(patient)}</span>
                  <span className="small muted">
                    {[patient.birthDate === null ? null : day(patient.birthDate), patient.ownRef]
                      .filter((part) => part !== null)
                      .join(' · ')}
                  </span>
                </ListBoxItem>
              )}
            </ListBox>
          </Popover>
        </ComboBox>
      ) : (
        <div className="columns">
          <div className="field">
            <span className="label">{say('form.patient.chosen')}</span>
            <div className="row chosen">
              <strong>{chosen.data ? patientName(chosen.data) : '…'}</strong>
              <Press little look="quiet" onPress={() => onPatient(null)}>
                {say('change')}
              </Press>
            </div>
          </div>
          {usable.length > 0 ? (
            <Pick
              label={say('form.prescription')}
              value={prescriptionId}
              options={usable.map(({ id, issuedOn, expired }) => ({
                id,
                label: `${day(issuedOn)}${expired ? ` (${say('prescription.expired')})` : ''}`,
              }))}
              onChange={(id) => {
                const taken = usable.find((one) => one.id === id)
                if (!taken) return
                change({ kind: 'set', parts: { prescriptionId: taken.id } })
                for (const eye of ['right', 'left'] as const)
                  change({ kind: 'facts', of: eye, facts: factsOf(taken.rx, eye) })
              }}
              placeholder={say('form.prescription.choose')}
            />
          ) : null}
        </div>
      )}
      {found.error && patientId === null ? <Trouble error={found.error} /> : null}
      {adding ? (
        <Suspense fallback={null}>
          <AddPatientDialog
            words={words}
            onClose={() => setAdding(false)}
            onDone={(patient) => {
              setAdding(false)
              onPatient(patient)
            }}
          />
        </Suspense>
      ) : null}
    </section>
  )
})
