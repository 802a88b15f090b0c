import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useReducer, useState, type SyntheticEvent } from 'react'
import { ask, newKey } from '../api/ask.ts'
import { FittingGrid } from '../orders/form/fitting-grid.tsx'
import { changed, emptyForm } from '../orders/form/order-form.ts'
import { factsOf, rxOf } from '../orders/form/rx-facts.ts'
import { RxGrid } from '../orders/form/rx-grid.tsx'
import { RxTable } from '../orders/rx-table.tsx'
import { useSpeech } from '../texts/say.tsx'
import { TextLine } from '../ui/fields.tsx'
import { Press } from '../ui/press.tsx'
import { Badge, Loading, Trouble } from '../ui/tell.tsx'
import '../orders/form/order-form.css'

/** The prescriptions of a patient, the newest first, and a new one. */
export function Prescriptions({ patientId, writes }: { readonly patientId: string; readonly writes: boolean }) {
  const { say, day } = useSpeech()
  const queries = useQueryClient()
  const [adding, setAdding] = useState(false)
  const key = ['patients', patientId, 'prescriptions'] as const
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask('GET /api/patients/:patientId/prescriptions', { params: { patientId }, signal }),
  })
  const withdraw = useMutation({
    mutationFn: (prescriptionId: string) =>
      ask('POST /api/patients/:patientId/prescriptions/:prescriptionId/withdraw', {
        params: { patientId, prescriptionId },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  })
  return (
    <section className="panel stack" aria-labelledby="prescriptions-title">
      <div className="row apart">
        <h2 id="prescriptions-title">{say('prescriptions.title')}</h2>
        {writes && !adding ? (
          <Press little icon="plus" onPress={() => setAdding(true)}>
            {say('prescriptions.add')}
          </Press>
        ) : null}
      </div>
      {adding ? <AddPrescription patientId={patientId} onDone={() => setAdding(false)} /> : null}
      {error ? <Trouble error={error} again={() => void refetch()} /> : null}
      {withdraw.error ? <Trouble error={withdraw.error} /> : null}
      {data === undefined && !error ? <Loading rows={3} /> : null}
      {data?.items.length === 0 && !adding ? <p className="muted">{say('prescriptions.none')}</p> : null}
      {(data?.items ?? []).map((one) => (
        <article key={one.id} className="stack tight prescription">
          <div className="row apart">
            <h3>
              {day(one.issuedOn)}
              {one.prescriber === null ? '' : `, ${one.prescriber}`}
            </h3>
            <span className="row">
              {one.withdrawnAt !== null ? (
                <Badge tone="plain">{say('prescription.withdrawn')}</Badge>
              ) : one.expired ? (
                <Badge tone="warn">{say('prescription.expired')}</Badge>
              ) : (
                <Badge tone="good">
                  {one.expiresOn === null
                    ? say('prescription.valid')
                    : say('prescription.validUntil', { day: day(one.expiresOn) })}
                </Badge>
              )}
              {writes && one.withdrawnAt === null ? (
                <Press look="quiet" little onPress={() => withdraw.mutate(one.id)}>
                  {say('prescription.withdraw')}
                </Press>
              ) : null}
            </span>
          </div>
          <RxTable right={factsOf(one.rx, 'right')} left={factsOf(one.rx, 'left')} ordered={['right', 'left']} />
          {one.note === null ? null : <p className="small muted">{one.note}</p>}
        </article>
      ))}
    </section>
  )
}

function AddPrescription({ patientId, onDone }: { readonly patientId: string; readonly onDone: () => void }) {
  const { say } = useSpeech()
  const queries = useQueryClient()
  const [form, change] = useReducer(changed, emptyForm('minus'))
  const [issuedOn, setIssuedOn] = useState(() => new Date().toISOString().slice(0, 10))
  const [expiresOn, setExpiresOn] = useState('')
  const [prescriber, setPrescriber] = useState('')
  const [key] = useState(newKey)
  const add = useMutation({
    mutationFn: () =>
      ask('POST /api/patients/:patientId/prescriptions', {
        params: { patientId },
        key,
        body: {
          rx: rxOf(form.right, form.left),
          issuedOn,
          expiresOn: expiresOn === '' ? null : expiresOn,
          prescriber: prescriber.trim() === '' ? null : prescriber.trim(),
        },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['patients', patientId, 'prescriptions'] })
      onDone()
    },
  })
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    add.mutate()
  }
  const eyes = { ordered: form.ordered, right: form.right, left: form.left, causes: [], change }
  const empty = Object.keys(form.right).length + Object.keys(form.left).length === 0
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <RxGrid single={false} {...eyes} cylinder={form.cylinder} />
      <FittingGrid single={false} {...eyes} />
      <div className="columns">
        <TextLine label={say('prescription.issuedOn')} type="date" value={issuedOn} onChange={setIssuedOn} />
        <TextLine label={say('prescription.expiresOn')} type="date" value={expiresOn} onChange={setExpiresOn} />
        <TextLine label={say('prescription.prescriber')} value={prescriber} onChange={setPrescriber} most={200} />
      </div>
      {add.error ? <Trouble error={add.error} /> : null}
      <div className="row end">
        <Press onPress={onDone}>{say('dismiss')}</Press>
        <Press type="submit" look="primary" busy={add.isPending} off={empty || issuedOn === ''}>
          {say('save')}
        </Press>
      </div>
    </form>
  )
}
