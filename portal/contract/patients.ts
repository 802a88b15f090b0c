import { Type, type Static } from '@sinclair/typebox'
import { Id, Instant, Line, Nullable, Page, pageQuery, Words } from '@ils/contract/shapes'
import { SimpleOrder } from '@ils/contract/simple-order'
import { endpoint } from './declare.ts'
import { closed, Email } from './shapes.ts'

const Day = (description: string) => Type.String({ format: 'date', description })
const PatientId = Id('pat', 'The patient')

const demographics = {
  givenName: Line('Given names', 120),
  familyName: Line('Family name', 120),
  birthDate: Nullable(Day('Day of birth')),
  ownRef: Nullable(Line('Number of the patient in the practice’s own books', 80)),
  phone: Nullable(Line('Phone', 40)),
  email: Nullable(Email),
  address: Nullable(Line('Address, as one line', 300)),
  note: Nullable(Line('What the practice wants to remember', 1000)),
}

/** What a list shows of a patient. */
export const PatientLine = Type.Object(
  {
    id: PatientId,
    givenName: demographics.givenName,
    familyName: demographics.familyName,
    birthDate: demographics.birthDate,
    ownRef: demographics.ownRef,
  },
  closed,
)
export type PatientLine = Static<typeof PatientLine>

export const Patient = Type.Object(
  {
    id: PatientId,
    ...demographics,
    version: Type.Integer({ minimum: 1, description: 'How many changes this patient had' }),
    addedAt: Instant('When they were added'),
    changedAt: Instant('When they were last changed'),
  },
  closed,
)
export type Patient = Static<typeof Patient>

const patientParams = Type.Object({ patientId: PatientId }, closed)

export const searchPatients = endpoint({
  method: 'POST',
  path: '/api/patients/search',
  noun: 'patients',
  summary: 'Find patients by the beginnings of their names, their day of birth or the practice’s own number',
  description:
    'A POST, so that no name stands in a URL. Of a name three letters or more, or all of it; every word that is given must fit. Without any word: those that were changed last.',
  access: { scope: 'patients:read' },
  body: Type.Object(
    {
      words: Type.Optional(
        Type.String({ maxLength: 120, description: 'Names, a day (1970-12-31, 31.12.1970), a number' }),
      ),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, description: 'How many at most; default: 20' })),
    },
    closed,
  ),
  answer: {
    status: 200,
    means: 'Those who fit',
    body: Type.Object(
      {
        items: Type.Array(PatientLine),
        more: Type.Boolean({ description: 'There are more: give another word' }),
      },
      closed,
    ),
  },
  refusals: ['not_allowed'],
  repeat: 'safe',
})

export const addPatient = endpoint({
  method: 'POST',
  path: '/api/patients',
  noun: 'patients',
  summary: 'Add a patient',
  access: { scope: 'patients:write' },
  body: Type.Object(
    {
      ...Type.Partial(Type.Object(demographics)).properties,
      givenName: demographics.givenName,
      familyName: demographics.familyName,
    },
    closed,
  ),
  answer: { status: 201, means: 'Added', body: Patient },
  refusals: ['not_allowed'],
  repeat: 'keyed',
})

export const getPatient = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId',
  noun: 'patients',
  summary: 'One patient; that they were looked at is kept',
  access: { scope: 'patients:read' },
  params: patientParams,
  answer: { status: 200, means: 'The patient', body: Patient },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const changePatient = endpoint({
  method: 'PATCH',
  path: '/api/patients/:patientId',
  noun: 'patients',
  summary: 'Change what is known of a patient',
  access: { scope: 'patients:write' },
  params: patientParams,
  body: Type.Object(
    {
      version: Type.Integer({ minimum: 1, description: 'The version that was seen' }),
      ...Type.Partial(Type.Object(demographics)).properties,
    },
    closed,
  ),
  answer: { status: 200, means: 'As they are now', body: Patient },
  refusals: ['not_found', 'conflict'],
  repeat: 'natural',
})

export const erasePatient = endpoint({
  method: 'POST',
  path: '/api/patients/:patientId/erase',
  noun: 'patients',
  summary: 'Erase a patient: their key is dropped, and nothing of them can be read again, in backups neither',
  description: 'Refused while an order for them is on its way. What was ordered stays, without whom it was for.',
  access: { scope: 'patients:write' },
  params: patientParams,
  body: Type.Object({ reason: Line('Why', 200) }, closed),
  answer: {
    status: 200,
    means: 'Erased',
    body: Type.Object({ erasedAt: Instant('When') }, closed),
  },
  refusals: ['not_found', 'conflict'],
  repeat: 'natural',
})

/** Powers and fitting, in natural numbers and by the names of an order. */
export const Rx = SimpleOrder.properties.prescription
export type Rx = Static<typeof Rx>

const PrescriptionFields = {
  rx: Rx,
  prescriber: Nullable(Line('Who prescribed it', 200)),
  issuedOn: Day('The day on which it was written'),
  expiresOn: Nullable(Day('The last day on which it holds; null: no end was written')),
  note: Nullable(Line('What else was said', 1000)),
}

export const Prescription = Type.Object(
  {
    id: Id('prx', 'The prescription'),
    patientId: PatientId,
    ...PrescriptionFields,
    expired: Type.Boolean({ description: 'It does not hold any more today' }),
    withdrawnAt: Nullable(Instant('Since when it is not to be used')),
    addedBy: Type.String({ description: 'Who typed it' }),
    addedAt: Instant('When'),
  },
  closed,
)
export type Prescription = Static<typeof Prescription>

export const listPrescriptions = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/prescriptions',
  noun: 'patients',
  summary: 'The prescriptions of a patient, the newest first',
  access: { scope: 'patients:read' },
  params: patientParams,
  answer: {
    status: 200,
    means: 'All of them',
    body: Type.Object({ items: Type.Array(Prescription) }, closed),
  },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const addPrescription = endpoint({
  method: 'POST',
  path: '/api/patients/:patientId/prescriptions',
  noun: 'patients',
  summary: 'Add a prescription; what was written before stays',
  access: { scope: 'patients:write' },
  params: patientParams,
  body: Type.Object(
    {
      ...Type.Partial(Type.Object(PrescriptionFields)).properties,
      rx: Rx,
      issuedOn: PrescriptionFields.issuedOn,
    },
    closed,
  ),
  answer: { status: 201, means: 'Added', body: Prescription },
  refusals: ['not_found'],
  repeat: 'keyed',
})

export const withdrawPrescription = endpoint({
  method: 'POST',
  path: '/api/patients/:patientId/prescriptions/:prescriptionId/withdraw',
  noun: 'patients',
  summary: 'A prescription was wrong: it is not used any more, and stays in the history',
  access: { scope: 'patients:write' },
  params: Type.Object({ patientId: PatientId, prescriptionId: Id('prx', 'The prescription') }, closed),
  answer: { status: 200, means: 'Withdrawn', body: Prescription },
  refusals: ['not_found'],
  repeat: 'natural',
})

const consentKinds = ['data', 'reminders', 'remote_edging', 'research'] as const

const Consent = Type.Object(
  {
    id: Id('cns', 'The consent'),
    kind: Words(consentKinds, 'What for'),
    given: Type.Boolean({ description: 'Given; false: withdrawn or refused' }),
    textVersion: Type.String({ description: 'The version of the text that was read' }),
    by: Type.String({ description: 'Who of the practice noted it' }),
    at: Instant('When'),
  },
  closed,
)
export type Consent = Static<typeof Consent>

export const listConsents = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/consents',
  noun: 'patients',
  summary: 'What a patient agreed to, and what not, the newest first',
  access: { scope: 'patients:read' },
  params: patientParams,
  answer: { status: 200, means: 'The history', body: Type.Object({ items: Type.Array(Consent) }, closed) },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const noteConsent = endpoint({
  method: 'POST',
  path: '/api/patients/:patientId/consents',
  noun: 'patients',
  summary: 'Note that a patient agreed, or does not any more',
  access: { scope: 'patients:write' },
  params: patientParams,
  body: Type.Object(
    {
      kind: Words(consentKinds, 'What for'),
      given: Type.Boolean({ description: 'false: withdrawn or refused' }),
      textVersion: Line('The version of the text that was read', 40),
    },
    closed,
  ),
  answer: { status: 201, means: 'Noted', body: Consent },
  refusals: ['not_found'],
  repeat: 'keyed',
})

const PatientAccess = Type.Object(
  {
    at: Instant('When'),
    by: Type.String({ description: 'Who' }),
    what: Words(
      ['added', 'looked', 'changed', 'ordered', 'order_looked', 'exported', 'erased'],
      'What they did: a list of names is not looked at',
    ),
  },
  closed,
)

export const listPatientAccesses = endpoint({
  method: 'GET',
  path: '/api/patients/:patientId/accesses',
  noun: 'patients',
  summary: 'Who saw this patient, the newest first',
  access: { scope: 'patients:read' },
  params: patientParams,
  query: Type.Object(pageQuery, closed),
  answer: { status: 200, means: 'A page', body: Page(PatientAccess, 'Accesses') },
  refusals: ['not_found'],
  repeat: 'safe',
})
