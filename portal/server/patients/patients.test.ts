import { LimsRefused } from '@ils/lims-client/refused'
import { openTestPortal, type PortalPerson, type TestPortal } from '@ils/testing/test-portal'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let portal: TestPortal
let robin: PortalPerson
let other: PortalPerson
beforeAll(async () => {
  portal = await openTestPortal()
  robin = await portal.person({ role: 'ecp', practice: 'sunny-side' })
  other = await portal.person({ role: 'ecp', practice: 'rainy-side' })
})
afterAll(() => portal.close())

const codeOf = async (call: Promise<unknown>): Promise<string> => {
  const error: unknown = await call.catch((refused: unknown) => refused)
  if (error instanceof LimsRefused) return error.code
  throw new Error('it was not refused', { cause: error })
}
const namesFor = async (words: string, who = robin): Promise<string[]> => {
  const { items } = await who.portal.searchPatients({ body: { words } })
  return items.map(({ givenName, familyName }) => `${givenName} ${familyName}`).sort()
}
const add = (givenName: string, familyName: string, more: object = {}) =>
  robin.portal.addPatient({ body: { givenName, familyName, ...more } })

describe('patients', () => {
  it('are found by beginnings of names without case and accents, by day of birth and by the own number', async () => {
    await add('Zoë', 'Müller-Lüdenscheidt', { birthDate: '1970-02-28', ownRef: 'K-0815' })
    await add('Bo', 'Li', { birthDate: '1990-11-30' })
    await add('Boris', 'Liverpool')
    expect(await namesFor('mul')).toEqual(['Zoë Müller-Lüdenscheidt'])
    expect(await namesFor('zoe ludensche')).toEqual(['Zoë Müller-Lüdenscheidt'])
    expect(await namesFor('28.02.1970')).toEqual(['Zoë Müller-Lüdenscheidt'])
    expect(await namesFor('k0815')).toEqual(['Zoë Müller-Lüdenscheidt'])
    expect(await namesFor('li')).toEqual(['Bo Li'])
    expect(await namesFor('liv')).toEqual(['Boris Liverpool'])
    expect(await namesFor('ludenscheidx')).toEqual([])
    expect(await namesFor('')).toHaveLength(3)
  })

  it('of another practice are not there', async () => {
    const { id } = await add('Only', 'Ours')
    expect(await namesFor('ours', other)).toEqual([])
    expect(await codeOf(other.portal.getPatient({ params: { patientId: id } }))).toBe('not_found')
    expect(await codeOf(other.portal.listPrescriptions({ params: { patientId: id } }))).toBe('not_found')
    expect(await codeOf(other.portal.erasePatient({ params: { patientId: id }, body: { reason: 'no' } }))).toBe(
      'not_found',
    )
  })

  it('stand in no table and no log in words that can be read', async () => {
    const rx = { odSphere: -4.37, osSphere: -4.62 }
    const { id } = await add('Quirinus', 'Wollmilchsau', { note: 'afraid of drops', birthDate: '1961-06-06' })
    await robin.portal.addPrescription({ params: { patientId: id }, body: { rx, issuedOn: '2026-01-02' } })
    const tables = ['patients', 'patient_keys', 'patient_words', 'prescriptions', 'events', 'audit_entries']
    const texts = await Promise.all(tables.map(async (name) => JSON.stringify(await portal.database.ownerDb(name))))
    const all = [...texts, portal.log.text()].join('\n')
    for (const word of ['Quirinus', 'wollmilchsau', 'afraid', '1961-06-06', '-4.37']) {
      expect(all.toLowerCase()).not.toContain(word.toLowerCase())
    }
    const known = await robin.portal.getPatient({ params: { patientId: id } })
    expect(known).toMatchObject({ givenName: 'Quirinus', note: 'afraid of drops', birthDate: '1961-06-06' })
    const [prescription] = (await robin.portal.listPrescriptions({ params: { patientId: id } })).items
    expect(prescription).toMatchObject({ rx, issuedOn: '2026-01-02', expired: false, expiresOn: null })
  })

  it('are changed by who saw the last version, and found by their new name only', async () => {
    const { id: patientId } = await add('Ada', 'Before')
    const body = { version: 1, familyName: 'Afterwards' }
    expect(await robin.portal.changePatient({ params: { patientId }, body })).toMatchObject({ version: 2 })
    expect(await codeOf(robin.portal.changePatient({ params: { patientId }, body }))).toBe('conflict')
    expect(await namesFor('afterw')).toEqual(['Ada Afterwards'])
    expect(await namesFor('before')).toEqual([])
  })

  it('have a history of prescriptions, of which old and withdrawn ones say so', async () => {
    const params = { patientId: (await add('Rita', 'Rx')).id }
    const old = { rx: { odSphere: 1 }, issuedOn: '2019-01-01', expiresOn: '2020-01-01' }
    await robin.portal.addPrescription({ params, body: old })
    const { id } = await robin.portal.addPrescription({ params, body: { rx: { odSphere: 2 }, issuedOn: '2026-05-01' } })
    await robin.portal.withdrawPrescription({ params: { ...params, prescriptionId: id } })
    const { items } = await robin.portal.listPrescriptions({ params })
    expect(items.map(({ expired, withdrawnAt }) => [expired, withdrawnAt !== null])).toEqual([
      [false, true],
      [true, false],
    ])
  })

  it('say what they agreed to, and who saw them', async () => {
    const params = { patientId: (await add('Cleo', 'Consent')).id }
    await robin.portal.noteConsent({ params, body: { kind: 'reminders', given: true, textVersion: '3' } })
    await robin.portal.noteConsent({ params, body: { kind: 'reminders', given: false, textVersion: '3' } })
    const consents = (await robin.portal.listConsents({ params })).items
    expect(consents.map(({ given }) => given)).toEqual([false, true])
    await robin.portal.getPatient({ params })
    const { items } = await robin.portal.listPatientAccesses({ params })
    expect(items).toMatchObject([
      { what: 'looked', by: 'A ecp' },
      { what: 'added', by: 'A ecp' },
    ])
  })

  it('who were erased cannot be read again, not even from a copy that was made before', async () => {
    const { id: patientId } = await add('Gone', 'Tomorrow')
    await robin.portal.addPrescription({ params: { patientId }, body: { rx: { odSphere: 1 }, issuedOn: '2026-05-01' } })
    const copy = await portal.database.ownerDb('patients').where({ id: patientId }).first<object>()
    await robin.portal.erasePatient({ params: { patientId }, body: { reason: 'they asked for it' } })
    expect(await codeOf(robin.portal.getPatient({ params: { patientId } }))).toBe('not_found')
    expect(await namesFor('tomorrow')).toEqual([])
    await portal.database.ownerDb('patients').where({ id: patientId }).update(copy)
    expect(await codeOf(robin.portal.getPatient({ params: { patientId } }))).toBe('not_found')
    expect(await portal.database.ownerDb('prescriptions').where({ patient_id: patientId }).first('sealed')).toEqual({
      sealed: null,
    })
  })
})
