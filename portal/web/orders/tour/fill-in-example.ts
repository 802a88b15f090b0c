import type { Offer } from '../judging/judged.ts'
import type { Change, Facts } from '../form/order-form.ts'

/** A prescription and a frame that occur every day; a person belongs to neither. */
const right: Facts = { 'rx.sphere': -2250, 'rx.cylinder': -750, 'rx.axis': 175 }
const left: Facts = { 'rx.sphere': -2000, 'rx.cylinder': -500, 'rx.axis': 5 }
const lens = { 'design.id': 'sv', 'material.id': 'hi160' } as const
const treatments = ['ar-hydro'] as const
const frame: Facts = { 'frame.type': 'plastic', 'frame.a': 5000, 'frame.b': 3600, 'frame.dbl': 1800 }

export const steps = ['patient', 'rx', 'fitting', 'lens', 'treatments', 'frame', 'send'] as const
export type Step = (typeof steps)[number]

/** What each step of the tour fills in. What this lab does not have stays open, to be chosen by hand. */
export function exampleOf(step: Step, offer: Offer): readonly Change[] {
  const has = (kind: Offer['designs'], id: string): boolean => kind.some((one) => one.id === id)
  switch (step) {
    case 'rx':
      return [
        { kind: 'facts', of: 'right', facts: right },
        { kind: 'facts', of: 'left', facts: left },
      ]
    case 'fitting':
      return (['right', 'left'] as const).map((of) => ({ kind: 'facts', of, facts: { 'fitting.pd': 3150 } }))
    case 'lens':
      return has(offer.designs, lens['design.id']) && has(offer.materials, lens['material.id'])
        ? [{ kind: 'facts', of: 'job', facts: lens }]
        : []
    case 'treatments': {
      const known = treatments.filter((id) => has(offer.treatments, id))
      return known.length === 0 ? [] : [{ kind: 'fact', of: 'job', id: 'order.treatments', value: known }]
    }
    case 'frame':
      return [{ kind: 'facts', of: 'job', facts: frame }]
    case 'patient':
    case 'send':
      return []
  }
}
