import type { Decision, LensDecision } from '@ils/rules/engine/decision'
import type { Judged, LensSketch } from './judged.ts'

/** What the screen needs of a decision. Facts that a lab's rulebook does not have are not drawn. */
export function summaryOf({ outcome, causes, job, lenses }: Decision): Judged {
  return {
    outcome,
    causes,
    total: job.total,
    charges: job.charges.map(({ code, eye, amount }) => ({ code, eye, amount })),
    workingHours: job.promise.workingHours,
    lenses: {
      ...(lenses.right?.ordered === true && { right: sketchOf(lenses.right) }),
      ...(lenses.left?.ordered === true && { left: sketchOf(lenses.left) }),
    },
  }
}

function sketchOf({ facts }: LensDecision): LensSketch {
  const number = (id: string): number | null => {
    const value = facts[id]
    return typeof value === 'number' ? value : null
  }
  return {
    thickest: number('lens.thickest'),
    thinnest: number('lens.thinnest'),
    centre: number('make.centre'),
    decentrationIn: number('lens.decentrationIn'),
    decentrationUp: number('lens.decentrationUp'),
    weight: number('lens.weight'),
    blank: number('blank.diameter'),
    blankNeeded: number('lens.minimumBlank'),
  }
}
