import { compileRelease } from '@ils/rules/engine/compile-release'
import { judge } from '@ils/rules/engine/judge'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { expect, test } from 'vitest'
import { changed, configurationOf, emptyForm } from '../form/order-form.ts'
import { offerOf } from '../judging/offer-of.ts'
import { exampleOf, steps } from './fill-in-example.ts'

test('the example of the tour is one that the standard lab makes', () => {
  const { rulebook } = loadRulebook(readStandardLab())
  if (!rulebook) throw new Error('the standard lab has no rulebook')
  const offer = offerOf(rulebook)
  const form = steps.flatMap((step) => exampleOf(step, offer)).reduce(changed, emptyForm('minus'))
  const { job, ...rest } = configurationOf(form, 'nobody', 'en')
  const today = { 'order.date': new Date().toISOString().slice(0, 10), 'practice.id': 'practice-0012' }
  const { outcome, causes } = judge(compileRelease(rulebook), 'order', { ...rest, job: { ...today, ...job } })
  expect([outcome, causes.filter(({ severity }) => severity !== 'advise')]).toEqual(['accepted', []])
  expect(form.patientId).toBeNull()
})
