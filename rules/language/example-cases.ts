import type { FactValue } from '../vocabulary/fact.ts'
import type { Case } from './rulebook.ts'

type Facts = Readonly<Record<string, FactValue>>

const job: Facts = {
  ...{ 'order.date': '2026-11-21', 'order.rush': false, 'order.treatments': [], 'frame.mount': 'full' },
  ...{ 'material.id': 'cr39', 'design.id': 'single', 'frame.a': 5200, 'frame.dbl': 1800 },
}
const lens: Facts = { 'rx.sphere': -2000, 'fitting.pd': 3150, 'blank.available': true }

function pair(changed: { job?: Facts; right?: Facts; left?: Facts }): Case['configuration'] {
  return {
    ordered: ['right', 'left'],
    job: { ...job, ...changed.job },
    right: { ...lens, ...changed.right },
    left: { ...lens, ...changed.left },
  }
}

const one = (id: string, configuration: Case['configuration'], expect: Case['expect']): Case => ({
  ...{ id, title: id.replaceAll('-', ' '), why: 'An example.', configuration, expect },
})

export const exampleCases: readonly Case[] = [
  one('plain-pair', pair({}), {
    ...{ outcome: 'accepted', causes: [], total: 3000, workingHours: 8 },
    right: { 'lens.powerClass': 'low', 'program.generator': 'G-CR' },
    ...{ fires: ['power-classes#low', 'prices#cr39'], notFires: ['rush-fee'] },
  }),
  one('rush-costs-a-quarter', pair({ job: { 'order.rush': true } }), { outcome: 'accepted', total: 3750 }),
  one(
    'height-too-low',
    pair({
      job: { 'design.id': 'progressive-18', 'material.id': 'mr8' },
      right: { 'rx.add': 2000, 'fitting.height': 1700 },
      left: { 'rx.add': 2000, 'fitting.height': 1800 },
    }),
    { outcome: 'refused', causes: ['height_too_low'] },
  ),
  one('addition-missing', pair({ job: { 'design.id': 'bifocal-28' } }), {
    ...{ outcome: 'refused', causes: ['addition_missing', 'addition_missing'] },
  }),
  one('cylinder-without-axis', pair({ left: { 'rx.cylinder': -1250 } }), {
    outcome: 'refused',
    causes: ['axis_missing'],
  }),
  one('strong-plus-is-asked-back', pair({ right: { 'rx.sphere': 10500 } }), {
    ...{ outcome: 'confirm', causes: ['strong_plus'], fires: ['high-needs-care', 'care-fee'] },
  }),
  one('anti-reflection-brings-its-hard-coat', pair({ job: { 'order.treatments': ['ar'] } }), {
    ...{ outcome: 'accepted', right: { 'lens.treatmentSet': ['ar', 'hard'] }, workingHours: 24 },
  }),
  one('a-drilled-cr39-is-advised-against', pair({ job: { 'frame.mount': 'drilled' } }), {
    ...{ outcome: 'accepted', causes: ['brittle'] },
  }),
  {
    ...one('a-lens-off-by-a-quarter', pair({ right: { 'measured.sphere': -2250 } }), {
      ...{ outcome: 'refused', causes: ['sphere_off'] },
    }),
    moment: 'measured',
  },
]
