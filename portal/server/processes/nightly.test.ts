import { LimsRefused } from '@ils/lims-client/refused'
import { manualClock } from '@ils/testing/manual-clock'
import { openTestPortal, type PortalPerson } from '@ils/testing/test-portal'
import { expect, test } from 'vitest'
import { doNightly } from './nightly.ts'

const DAY_MS = 86_400_000

test('what is past its time goes at night: drafts, mails, patients whom nobody needs, and at last who saw them', async () => {
  // The database keeps what is younger than a year by its own clock: this one is long before it.
  const clock = manualClock(new Date('2010-01-04T08:00:00.000Z'))
  const portal = await openTestPortal({ clock })
  const robin = await portal.person({ role: 'ecp', practice: 'p-1' })
  const night = () => doNightly(portal.app, new AbortController().signal)
  const count = async (table: string): Promise<number> =>
    Number((await portal.database.ownerDb(table).count<{ count: string }[]>('* as count'))[0]?.count)
  const again = ({ email, password, portal: theirs }: PortalPerson) => theirs.signIn({ body: { email, password } })
  const added = (familyName: string) => robin.portal.addPatient({ body: { givenName: 'A', familyName } })

  const [gone, seen] = [await added('Gone'), await added('Seen')]
  await robin.portal.beginDraft({ body: { patientId: gone.id, label: 'x', form: {} } })
  await night()
  expect([await count('order_drafts'), await count('mails')]).toEqual([1, 1])

  clock.advance(91 * DAY_MS)
  await night()
  expect([await count('order_drafts'), await count('mails'), await count('patient_keys')]).toEqual([0, 0, 2])

  clock.advance(9 * 365 * DAY_MS)
  await again(robin)
  await robin.portal.getPatient({ params: { patientId: seen.id } })
  clock.advance(2 * 365 * DAY_MS)
  await night()
  expect(await count('patient_keys')).toBe(1)
  await again(robin)
  const refused = await robin.portal.getPatient({ params: { patientId: gone.id } }).catch((one: unknown) => one)
  expect(refused instanceof LimsRefused && refused.code).toBe('not_found')
  expect(await robin.portal.getPatient({ params: { patientId: seen.id } })).toMatchObject({ familyName: 'Seen' })
  const audit = await portal.database.ownerDb('audit_entries').where({ action: 'patient.erased' })
  expect(audit).toMatchObject([{ subject: gone.id }])
  // Of the first looks nothing is left; that one was erased and the other was looked at is.
  expect(await portal.database.ownerDb('patient_accesses').where('at', '<', new Date('2015-01-01'))).toEqual([])
  expect(await count('patient_accesses')).toBeGreaterThan(1)
  expect(portal.log.text()).toContain('what was past its time is gone')
  await portal.close()
})

test('who saw a patient is not forgotten before a year, whoever asks the database', async () => {
  const portal = await openTestPortal()
  const young = portal.database.db.raw("select forget_patient_accesses(now() - interval '300 days')")
  await expect(young).rejects.toThrow('kept for a year at least')
  await expect(portal.database.db('patient_accesses').delete()).rejects.toThrow('permission denied')
  await portal.close()
})
