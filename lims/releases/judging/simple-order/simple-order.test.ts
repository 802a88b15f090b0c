import { SimpleOrder, simpleOrderOf, SimpleQuery } from '@ils/contract/simple-order'
import { checkOf } from '@ils/contract/validate'
import { compileRelease } from '@ils/rules/engine/compile-release'
import { judge } from '@ils/rules/engine/judge'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { describe, expect, test } from 'vitest'
import { openSimpleForm, type SimpleContext } from './read-simple-order.ts'

const { rulebook: loaded, faults } = loadRulebook(readStandardLab())
if (!loaded) throw new Error(`The standard lab has faults: ${JSON.stringify(faults.slice(0, 5))}`)
const rulebook: Rulebook = loaded
const release = compileRelease(rulebook)
const form = openSimpleForm(rulebook)
const context: SimpleContext = { practice: null, today: '2026-11-21' }

const order = (prescription: SimpleOrder['prescription'], more: Partial<SimpleOrder> = {}): SimpleOrder => ({
  prescription,
  ...more,
})
const read = (simple: SimpleOrder, at: Partial<SimpleContext> = {}) => form.read(simple, { ...context, ...at })
const causesOf = (simple: SimpleOrder) => read(simple).causes.map(({ code, field }) => `${code} ${field}`)

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

describe('a simple order', () => {
  test('becomes the configuration that the lab judges', () => {
    expect(read(usual)).toEqual({
      configuration: {
        ordered: ['right', 'left'],
        job: {
          'design.id': 'sv',
          'material.id': 'cr39',
          'order.treatments': ['ar-standard'],
          'frame.type': 'plastic',
          'frame.a': 5200,
          'frame.b': 3650,
          'frame.dbl': 1800,
          'order.date': '2026-11-21',
          'order.kind': 'new',
          'order.service': 'complete',
          'order.priority': 'standard',
        },
        right: { 'rx.sphere': -2250, 'rx.cylinder': -500, 'rx.axis': 90, 'fitting.pd': 3150 },
        left: { 'rx.sphere': -2000, 'rx.cylinder': 750, 'rx.axis': 85, 'fitting.pd': 3150 },
      },
      causes: [],
    })
  })

  test('is accepted by the standard lab, with plus and minus cylinder side by side', () => {
    const { configuration } = read(usual)
    const decision = judge(release, 'order', configuration)
    expect(decision.causes.filter(({ severity }) => severity === 'refuse')).toEqual([])
    expect(decision.lenses.left?.facts['lens.cylinder']).toBe(-750)
  })

  test('says in the query of a URL what it says as a body', () => {
    const query = {
      ...{ odSphere: '-2.25', odCylinder: '-0.5', odAxis: '90', osSphere: '-2', osCylinder: '0.75', osAxis: '85' },
      ...{ pd: '63', lensType: 'single vision', material: 'CR39', coating: 'AR', frameType: 'zyl' },
      ...{ frameA: '52', frameB: '36.5', frameDbl: '18', osAdd: '', tint: '', odPrismBase: '' },
    }
    const checked = checkOf(SimpleQuery, 'textual')(query, 'query')
    if (!checked.ok) throw new Error(JSON.stringify(checked.causes))
    // It was just checked against that schema.
    const simple = simpleOrderOf(checked.value as SimpleQuery)
    expect(checkOf(SimpleOrder)(simple, 'body')).toMatchObject({ ok: true })
    expect(read(simple)).toEqual(read(usual))
  })

  test.each([
    ['odSphere', -2.12, 'rx.sphere', -2125],
    ['odSphere', 0.37, 'rx.sphere', 375],
    ['odSphere', 5.62, 'rx.sphere', 5625],
    ['odSphere', -0.87, 'rx.sphere', -875],
    ['odSphere', -0.875, 'rx.sphere', -875],
    ['odSphere', 0, 'rx.sphere', 0],
    ['odSphere', -0, 'rx.sphere', 0],
    ['odAdd', 2.5, 'rx.add', 2500],
    ['odPrism', 1.25, 'rx.prism', 1250],
    ['odHeight', 18.5, 'fitting.height', 1850],
    ['odPd', 31.4, 'fitting.pd', 3140],
    // A sum that went through binary fractions.
    ['odPd', 10.1 + 10.1 + 10.1, 'fitting.pd', 3030],
    ['odAxis', 180, 'rx.axis', 180],
    ['odPrismBase', 45, 'rx.prismBase', 45],
    ['odPrismBase', '45', 'rx.prismBase', 45],
    ['odPrismBase', 'BU', 'rx.prismBase', 90],
    ['odPrismBase', 'base down', 'rx.prismBase', 270],
    ['odPrismBase', 'in', 'rx.prismBase', 0],
    ['odPrismBase', 'Base-Out', 'rx.prismBase', 180],
  ] as const)('reads %s %s as %s %s', (field, written, fact, value) => {
    const { configuration, causes } = read(order({ [field]: written }))
    expect(causes).toEqual([])
    expect(configuration.right).toEqual({ [fact]: value })
  })

  test('turns a base towards the nose into the other direction for the left eye', () => {
    const { configuration } = read(order({ osPrismBase: 'BI', odPrismBase: 'BI' }))
    expect(configuration.right).toEqual({ 'rx.prismBase': 0 })
    expect(configuration.left).toEqual({ 'rx.prismBase': 180 })
  })

  test('reads a curve in hundredths as it stands, where an eighth does not lie on its step', () => {
    expect(read(order({}, { frame: { curve: 6.12 } })).configuration.job['frame.curve']).toBe(6120)
    expect(read(order({}, { facts: { right: { 'answer.sphere': -2.87 } } })).configuration.right).toEqual({
      'answer.sphere': -2870,
    })
  })

  test('says of a number between two values of the lattice which they are', () => {
    const { configuration, causes } = read(order({ odSphere: 5.8125, osHeight: 18.333 }))
    expect(configuration.right).toEqual({})
    expect(causes).toEqual([
      {
        code: 'off_step',
        field: 'prescription.odSphere',
        message: 'sphere 5.8125 is not in steps of +0.125 D; the nearest are +5.75 D and +5.875 D',
        value: 5.8125,
        limit: { step: 0.125, nearest: [5.75, 5.875] },
      },
      {
        code: 'off_step',
        field: 'prescription.osHeight',
        message: 'fitting height 18.333 is not in steps of 0.1 mm; the nearest are 18.3 mm and 18.4 mm',
        value: 18.333,
        limit: { step: 0.1, nearest: [18.3, 18.4] },
      },
    ])
  })

  test('leaves range and step of a number of the lattice to the engine, and says its cause in the caller’s words', () => {
    const { configuration, causes } = read({
      ...usual,
      prescription: { ...usual.prescription, odSphere: 5.81, osSphere: 50.0001 },
    })
    expect(causes).toEqual([])
    const decision = judge(release, 'order', configuration)
    const said = decision.causes
      .filter(({ field }) => field === 'rx.sphere')
      .map((cause) => [cause.code, cause.eye, form.wordsOf(cause)])
    expect(said).toContainEqual([
      'off_step',
      'right',
      {
        code: 'off_step',
        message: 'sphere +5.81 D is not in steps of +0.125 D; the nearest are +5.75 D and +5.875 D',
        limit: { step: 0.125, nearest: [5.75, 5.875] },
      },
    ])
    const outOfRange = { message: 'sphere +50.00 D is not +30.00 D or less', limit: 30 }
    expect(said).toContainEqual(['out_of_range', 'left', outOfRange])
  })
})

describe('pupil distances', () => {
  test.each([
    ['half for each eye', { pd: 63 }, 3150, 3150],
    ['an odd tenth to the right', { pd: 63.5 }, 3180, 3170],
    ['the rest for the other eye', { pd: 63, odPd: 31 }, 3100, 3200],
    ['the rest for the other eye, left', { pd: 63, osPd: 31 }, 3200, 3100],
    ['their own before half of both', { pd: 63, odPd: 31.2, osPd: 32.4 }, 3120, 3240],
  ] as const)('%s', (_, prescription, right, left) => {
    const { configuration, causes } = read(order(prescription))
    expect(causes).toEqual([])
    expect([configuration.right?.['fitting.pd'], configuration.left?.['fitting.pd']]).toEqual([right, left])
  })

  test('that do not make the binocular one are refused', () => {
    expect(read(order({ pd: 63, odPd: 30, osPd: 30 })).causes).toEqual([
      {
        code: 'contradicting',
        field: 'prescription.pd',
        message: 'pupil distance 63 mm is not what both eyes’ own make: 60 mm',
        value: 63,
        limit: 60,
      },
    ])
  })

  test('between two tenths are off the step', () => {
    expect(causesOf(order({ pd: 63.55 }))).toEqual(['off_step prescription.pd'])
  })

  test('of one ordered lens say nothing of the other', () => {
    const { configuration } = read(order({ pd: 63, odSphere: 1, panto: 8 }, { eyes: 'right' }))
    expect(configuration.ordered).toEqual(['right'])
    expect(configuration.right).toEqual({ 'rx.sphere': 1000, 'fitting.pd': 3150, 'fitting.panto': 8 })
    expect(configuration).not.toHaveProperty('left')
  })
})

describe('what both eyes share', () => {
  test('goes to both, an eye’s own before it', () => {
    const { configuration } = read(order({ vertex: 12.5, wrap: 5 }, { facts: { left: { 'fitting.wrap': 7 } } }))
    expect(configuration.right).toEqual({ 'fitting.vertex': 1250, 'fitting.wrap': 5 })
    expect(configuration.left).toEqual({ 'fitting.vertex': 1250, 'fitting.wrap': 7 })
  })

  test('is wrong once', () => {
    expect(causesOf(order({ panto: 8.5 }))).toEqual(['off_step prescription.panto'])
  })
})

describe('facts that have no field', () => {
  test('are given by their ids in natural units', () => {
    const facts = {
      job: { 'history.agrees': true, 'order.redosBefore': 2, 'practice.discount': 'Gold' },
      right: { 'lens.centreOverride': 2.15, 'frame.trace': { format: 'radii', mode: 'E', radii: [1, 2] } },
    }
    const { configuration, causes } = read(order({}, { facts }))
    expect(causes).toEqual([])
    expect(configuration.job).toMatchObject({
      'history.agrees': true,
      'order.redosBefore': 2,
      'practice.discount': 'gold',
    })
    expect(configuration.right).toEqual({ 'lens.centreOverride': 215, 'frame.trace': facts.right['frame.trace'] })
  })

  test('and that the rulebook does not know are causes that name the nearest', () => {
    const facts = { job: { 'rx.sphere': 1, 'lens.sphere': 1 }, right: { 'rx.spere': 1, 'material.id': 'poly' } }
    const { causes, configuration } = read(order({}, { facts }))
    expect(causes.map(({ code, field, limit }) => ({ code, field, limit }))).toEqual([
      { code: 'unknown_field', field: 'facts.job.rx.sphere', limit: 'facts.right.rx.sphere or facts.left.rx.sphere' },
      { code: 'unknown_field', field: 'facts.job.lens.sphere', limit: undefined },
      { code: 'unknown_field', field: 'facts.right.rx.spere', limit: 'rx.sphere' },
      { code: 'unknown_field', field: 'facts.right.material.id', limit: 'facts.job.material.id' },
    ])
    expect(configuration.right).toEqual({})
  })

  test('contradict a field that says otherwise, and agree with one that says the same', () => {
    const both = (sphere: number) => order({ odSphere: -1 }, { facts: { right: { 'rx.sphere': sphere } } })
    expect(causesOf(both(-1))).toEqual([])
    expect(causesOf(both(-2))).toEqual(['contradicting facts.right.rx.sphere'])
  })

  test('by thousands are answered soon', () => {
    const strange = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`nobody.knows.${i}`, i]))
    const { causes } = read(order({}, { facts: { job: strange, right: strange, left: strange } }))
    expect(causes).toHaveLength(100)
  })
})

describe('what a rulebook does not know', () => {
  const poorer = openSimpleForm({
    ...rulebook,
    vocabulary: rulebook.vocabulary.filter(({ id }) => !['frame.curve', 'order.kind', 'order.date'].includes(id)),
  })

  test('is a cause where it was written, and no cause where it was not', () => {
    const { causes, configuration } = poorer.read(order({}, { frame: { curve: 5 } }), context)
    expect(causes).toMatchObject([{ code: 'unknown_field', field: 'frame.curve', value: 5 }])
    expect(Object.keys(configuration.job).sort()).toEqual(['order.priority', 'order.service', 'order.treatments'])
  })
})

describe('who orders, and when', () => {
  test('the practice is that of the credentials', () => {
    expect(read(order({}), { practice: 'p-1' }).configuration.job['practice.id']).toBe('p-1')
    expect(read(order({}, { practiceId: 'p-1' }), { practice: 'p-1' }).causes).toEqual([])
    const other = read(order({}, { facts: { job: { 'practice.id': 'p-2' } } }), { practice: 'p-1' })
    expect(other.configuration.job['practice.id']).toBe('p-1')
    expect(other.causes).toMatchObject([{ code: 'other_practice', value: 'p-2', limit: 'p-1' }])
  })

  test('the lab may order for a practice', () => {
    expect(read(order({}, { practiceId: 'p-2' })).configuration.job['practice.id']).toBe('p-2')
    expect(read(order({})).configuration.job).not.toHaveProperty('practice.id')
  })

  test('the day is today unless it is written', () => {
    expect(read(order({})).configuration.job['order.date']).toBe('2026-11-21')
    expect(read(order({}, { orderDate: '2026-01-02' })).configuration.job['order.date']).toBe('2026-01-02')
  })

  test('what is null or blank is not written, so that it has its default', () => {
    const empty = order({ odSphere: null, odPrismBase: '' }, { kind: null, coating: null, service: '', orderDate: ' ' })
    expect(read(empty)).toEqual(read(order({})))
  })

  test('nothing is assumed where that is asked for', () => {
    expect(read(order({}, { assume: false })).configuration.job).toEqual({})
  })

  test('nothing is assumed where something unreadable was written', () => {
    const { configuration } = read(order({}, { service: 'somehow' }))
    expect(configuration.job).not.toHaveProperty('order.service')
  })
})
