import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { may, useMe } from '../access/me.ts'
import { ask } from '../api/ask.ts'
import { OrderRows } from '../orders/list/order-rows.tsx'
import { paths } from '../shell/paths.ts'
import { useSpeech } from '../texts/say.tsx'
import { Press } from '../ui/press.tsx'
import { Loading, Trouble } from '../ui/tell.tsx'
import { Consents } from './consents.tsx'
import { Erase } from './erase.tsx'
import { PatientForm } from './patient-form.tsx'
import { Prescriptions } from './prescriptions.tsx'
import { WhoSaw } from './who-saw.tsx'
import '../orders/list/orders.css'
import '../orders/one/order.css'

/** One patient: who they are, their prescriptions, their orders, who saw them. */
export function PatientPage() {
  const { say } = useSpeech()
  const me = useMe()
  const { patientId = '' } = useParams()
  const [erasing, setErasing] = useState(false)
  const patient = useQuery({
    queryKey: ['patients', patientId],
    queryFn: ({ signal }) => ask('GET /api/patients/:patientId', { params: { patientId }, signal }),
  })
  const orders = useQuery({
    queryKey: ['orders', 'list', { patientId }],
    queryFn: ({ signal }) => ask('GET /api/orders', { query: { patientId, limit: 20 }, signal }),
    enabled: may(me, 'orders:read'),
  })
  if (!patient.data)
    return (
      <div className="page narrow">
        <h1>{say('patient.title')}</h1>
        {patient.error ? <Trouble error={patient.error} again={() => void patient.refetch()} /> : <Loading />}
      </div>
    )
  const { familyName, givenName, id } = patient.data
  return (
    <div className="page narrow">
      <p className="small">
        <Link to={paths.patients}>{say('patients.back')}</Link>
      </p>
      <div className="page-head">
        <h1>
          {familyName}, {givenName}
        </h1>
        {may(me, 'orders:write') ? (
          <Link className="button primary" to={paths.newOrderFor(id)}>
            {say('nav.newOrder')}
          </Link>
        ) : null}
      </div>
      <Prescriptions patientId={id} writes={may(me, 'patients:write')} />
      <section className="panel" aria-labelledby="orders-title">
        <h2 id="orders-title">{say('nav.orders')}</h2>
        {orders.error ? <Trouble error={orders.error} /> : null}
        {orders.data && orders.data.items.length > 0 ? (
          <OrderRows ofOne rows={orders.data.items} />
        ) : (
          <p className="muted">{orders.isPending ? '…' : say('orders.none')}</p>
        )}
      </section>
      <PatientForm key={patient.data.version} patient={patient.data} writes={may(me, 'patients:write')} />
      <Consents patientId={id} writes={may(me, 'patients:write')} />
      <WhoSaw patientId={id} />
      <p className="small muted">{say('kept.patient')}</p>
      {may(me, 'patients:write') ? (
        <div>
          <Press look="bad" onPress={() => setErasing(true)}>
            {say('patient.erase')}
          </Press>
        </div>
      ) : null}
      {erasing ? <Erase patientId={id} onClose={() => setErasing(false)} /> : null}
    </div>
  )
}
