import type { SimpleOrder } from '@ils/contract/simple-order'
import { compileRelease } from '@ils/rules/engine/compile-release'
import { judge } from '@ils/rules/engine/judge'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { describe, expect, test } from 'vitest'
import { openSimpleForm } from './read-simple-order.ts'

const { rulebook: loaded, faults } = loadRulebook(readStandardLab())
if (!loaded) throw new Error(`The standard lab has faults: ${JSON.stringify(faults.slice(0, 5))}`)
const rulebook: Rulebook = loaded
const form = openSimpleForm(rulebook)
const context = { practice: null, today: '2026-11-21' }
const release = compileRelease(rulebook)
const usual: SimpleOrder = {
  prescription: {
    odSphere: -2.25,
    odCylinder: -0.5,
    odAxis: 90,
    osSphere: -2,
    osCylinder: 0.75,
    osAxis: 85,
    pd: 63,
  },
  lensType: 'single vision',
  material: 'CR39',
  coating: 'AR',
  frameType: 'zyl',
  frame: { a: 52, b: 36.5, dbl: 18 },
}

describe('answers', () => {
  test.each([
    ['rx.sphere', 'right', 'prescription.odSphere'],
    ['rx.sphere', 'left', 'prescription.osSphere'],
    ['fitting.pd', 'left', 'prescription.osPd'],
    ['fitting.panto', 'left', 'prescription.panto'],
    ['material.id', null, 'material'],
    ['material.id', 'right', 'material'],
    ['order.treatments', null, 'coating'],
    ['frame.a', null, 'frame.a'],
    ['lens.centreOverride', 'right', 'facts.right.lens.centreOverride'],
    ['history.agrees', null, 'facts.job.history.agrees'],
  ] as const)('speak of %s of %s as %s', (fact, eye, field) => {
    expect(form.fieldOf(fact, eye)).toBe(field)
  })

  test.each([
    ['rx.sphere', -2250, -2.25],
    ['fitting.pd', 3150, 31.5],
    ['rx.axis', 90, 90],
    ['rx.sphere', 62.5, 0.0625],
    ['material.id', 'poly', 'poly'],
    ['nobody.knows', 12, 12],
  ])('say %s %s as %s', (fact, value, natural) => {
    expect(form.valueOf(fact, value)).toBe(natural)
  })

  test('give the limit of a rule in its unit', () => {
    const { configuration } = form.read(
      { ...usual, prescription: { ...usual.prescription, odPrism: 7, odPrismBase: 'up' } },
      context,
    )
    const decision = judge(release, 'order', configuration)
    const prism = decision.causes.find(({ field }) => field === 'rx.prism')
    expect(prism && form.wordsOf(prism)).toMatchObject({ limit: 6 })
  })
})
