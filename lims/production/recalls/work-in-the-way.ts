import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import type { Decision, LensDecision } from '@ils/rules/engine/decision'
import { printNatural } from '@ils/rules/vocabulary/natural-number'
import { sameValue } from '@ils/rules/rulebook/same-value'
import type { FactValue } from '@ils/rules/vocabulary/fact'
import { eyeName, lensesOnly, type JobOnFloor, type LensOnFloor } from '../floor/job-on-floor.ts'
import { PROGRAMS } from '../lab/program-slot.ts'
import type { Lab } from '../lab/lab-of-release.ts'

interface Both {
  readonly before: Decision
  readonly after: Decision
}

/**
 * What was done already and would be done differently now, in words. Nothing is undone by judging anew: where this says
 * something, a person has to look at the lens first.
 */
export function workInTheWay(
  job: JobOnFloor,
  next: readonly LensOnFloor[],
  { before, after }: Both,
  release: CompiledRelease,
  lab: Lab,
): string[] {
  const found = job.lenses.flatMap((lens) => {
    const then = next.find(({ eye }) => eye === lens.eye)
    if (!then) return [`${eyeName(lens.eye)} would not be made now`]
    const otherWay = stepsInTheWay(lens, then, lab)
    if (otherWay.length > 0 || lens.eye === 'pair') return otherWay
    const [was, is] = [before.lenses[lens.eye], after.lenses[lens.eye]]
    return was && is ? lensInTheWay(lens, was, is, release, lab) : []
  })
  const added = next
    .filter(({ eye }) => !job.lenses.some((lens) => lens.eye === eye))
    .map(({ eye }) => `${eyeName(eye)} would be made as well now`)
  return [...found, ...added, ...joinedTooEarly(job, next, lab)]
}

/** How many steps are done or in hand. */
const touched = ({ at, state }: LensOnFloor): number => (state === 'started' ? at + 1 : at)

const labelOf = ({ stations }: Lab, step: string | undefined): string =>
  step === undefined ? 'nothing' : (stations.get(step)?.label ?? step)

/** A new way must begin with what was done on the old one. */
function stepsInTheWay(lens: LensOnFloor, then: LensOnFloor, lab: Lab): string[] {
  for (let i = 0; i < touched(lens); i++) {
    const [was, is] = [lens.route[i]?.step, then.route[i]?.step]
    if (was === is) continue
    const done = i < lens.at ? 'was done' : 'was begun'
    const now =
      is !== undefined && then.route.some(({ step }) => step === was)
        ? `now ${labelOf(lab, is)} would come before it`
        : `now it is not on its way`
    return [`${eyeName(lens.eye)}: ${labelOf(lab, was)} ${done}, and ${now}`]
  }
  return []
}

/** What is mounted cannot go back to a step of one lens. */
function joinedTooEarly(job: JobOnFloor, next: readonly LensOnFloor[], lab: Lab): string[] {
  const pair = job.lenses.find(({ eye }) => eye === 'pair')
  if (!pair || touched(pair) === 0) return []
  const joined = pair.route[touched(pair) - 1]
  return lensesOnly(job).flatMap((lens) => {
    const then = next.find(({ eye }) => eye === lens.eye)
    const missing = then?.route.slice(lens.at).find(({ at }) => joined !== undefined && at < joined.at)
    const before = lens.route[lens.at]
    if (!missing || missing.step === before?.step) return []
    return [
      `${eyeName(lens.eye)}: ${labelOf(lab, missing.step)} is asked for now, and ${labelOf(lab, joined?.step)} was done with both`,
    ]
  })
}

const MOST_NAMED = 3

function lensInTheWay(
  lens: LensOnFloor,
  was: LensDecision,
  is: LensDecision,
  release: CompiledRelease,
  lab: Lab,
): string[] {
  const done = lens.route.slice(0, touched(lens)).map(({ step }) => step)
  if (done.length === 0) return []
  const name = eyeName(lens.eye)
  const otherSlots = [...new Set([...Object.keys(was.make), ...Object.keys(is.make)])]
    .filter((id) => !sameValue(was.make[id] ?? null, is.make[id] ?? null))
    .flatMap((id) => {
      const step = doneBy(id, done, lab)
      return step === undefined
        ? []
        : [
            `${name}: ${labelOf(lab, step)} was done with ${id} ${said(was.make[id])}, and now it would be ${said(is.make[id])}`,
          ]
    })
  const inspected = done.find((step) => lab.stations.get(step)?.inspects === true)
  const otherLimits =
    inspected !== undefined && !sameValue(was.tolerances, is.tolerances)
      ? [`${name}: it passed ${labelOf(lab, inspected)} by other tolerances`]
      : []
  const otherShape = done.some((step) => step !== PICK && lab.stations.get(step)?.machines.length !== 0)
    ? computedOtherwise(was, is, release).map((what) => `${name}: ${what}`)
    : []
  return [...otherSlots, ...otherLimits, ...otherShape.slice(0, MOST_NAMED)]
}

const PICK = 'pick'

/** The step that has used a slot already: of its machine, of its program, or, where nobody says whose it is, the first at a machine. */
function doneBy(slot: string, done: readonly string[], { stations }: Lab): string | undefined {
  if (slot === 'label.OPC' || slot.startsWith('blank.')) return done.find((step) => step === PICK)
  const machine = slot.split('@')[1]
  if (machine !== undefined) return done.find((step) => stations.get(step)?.machines.includes(machine) === true)
  const program = /^program[.](.+)$/.exec(slot)?.[1]
  if (program !== undefined) return done.find((step) => (PROGRAMS[step] ?? step) === program)
  return done.find((step) => step !== PICK && (stations.get(step)?.machines.length ?? 0) > 0)
}

/** Thickness, curves, diameters: what the lens on the floor was made to. */
function computedOtherwise(was: LensDecision, is: LensDecision, { rulebook }: CompiledRelease): string[] {
  return rulebook.vocabulary.flatMap(({ id, scope, source, label, unit }) => {
    if (source.kind !== 'computed' || scope !== 'lens') return []
    const [old, now] = [was.facts[id] ?? null, is.facts[id] ?? null]
    if (old === null || now === null || sameValue(old, now)) return []
    const number = (value: FactValue): string => (typeof value === 'number' ? printNatural(value, unit) : said(value))
    return [`${label} was ${number(old)}, and now it would be ${number(now)}`]
  })
}

function said(value: FactValue | undefined): string {
  if (value === undefined || value === null) return 'nothing'
  return typeof value === 'object' ? JSON.stringify(value).slice(0, 80) : String(value)
}
