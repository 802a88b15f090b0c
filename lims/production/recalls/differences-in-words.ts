import type { Allowance, Decision, Visit } from '@ils/rules/engine/decision'
import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import type { FactValue } from '@ils/rules/vocabulary/fact'
import { printNatural } from '@ils/rules/vocabulary/natural-number'
import { sameValue } from '@ils/rules/rulebook/same-value'
import type { Lab } from '../lab/lab-of-release.ts'

const MOST = 60

/** What two decisions on one order say differently, as sentences for the lab. */
export function differencesInWords(before: Decision, after: Decision, release: CompiledRelease, lab: Lab): string[] {
  const all = [
    ...(before.outcome === after.outcome ? [] : [`Outcome: ${before.outcome} before, ${after.outcome} now`]),
    ...causes(before, after),
    ...parts(before, after).flatMap(({ name, was, is }) => [
      ...slots(name, was.make, is.make),
      ...route(name, was.route, is.route, lab),
      ...tolerances(name, was.tolerances, is.tolerances, release),
    ]),
    ...price(before, after, lab.currency),
    ...promise(before, after),
  ]
  return all.length <= MOST ? all : [...all.slice(0, MOST), `and ${all.length - MOST} more`]
}

type Part = Pick<Decision['job'], 'make' | 'route' | 'tolerances'>
const NOTHING: Part = { make: {}, route: [], tolerances: [] }

function parts(before: Decision, after: Decision): { readonly name: string; readonly was: Part; readonly is: Part }[] {
  const lenses = (['right', 'left'] as const).map((eye) => ({
    ...{ name: `${eye === 'right' ? 'Right' : 'Left'} lens`, was: before.lenses[eye] ?? NOTHING },
    is: after.lenses[eye] ?? NOTHING,
  }))
  return [...lenses, { name: 'The pair', was: before.job, is: after.job }]
}

function causes(before: Decision, after: Decision): string[] {
  const said = (one: Decision['causes'][number]): string =>
    `${one.severity}, ${one.eye === null ? '' : `${one.eye} lens: `}${one.message}${one.settled ? ` (${one.settled.how})` : ''}`
  const [was, is] = [new Set(before.causes.map(said)), new Set(after.causes.map(said))]
  return [
    ...[...is].filter((one) => !was.has(one)).map((one) => `New: ${one}`),
    ...[...was].filter((one) => !is.has(one)).map((one) => `No longer: ${one}`),
  ]
}

type Make = Decision['job']['make']

function slots(name: string, was: Make, is: Make): string[] {
  const ids = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort()
  return ids
    .filter((id) => !sameValue(was[id] ?? null, is[id] ?? null))
    .map((id) => `${name}, ${id}: ${shown(was[id])} before, ${shown(is[id])} now`)
}

function shown(value: FactValue | undefined): string {
  if (value === undefined || value === null) return 'nothing'
  return typeof value === 'object' ? JSON.stringify(value).slice(0, 80) : String(value)
}

function route(name: string, was: readonly Visit[], is: readonly Visit[], { stations }: Lab): string[] {
  const names = (visits: readonly Visit[]): string[] =>
    [...visits].sort((a, b) => a.at - b.at).map(({ step }) => stations.get(step)?.label ?? step)
  const [old, now] = [names(was), names(is)]
  const gone = old.filter((step) => !now.includes(step))
  const added = now.filter((step) => !old.includes(step))
  const kept = (steps: string[], others: string[]): string => steps.filter((step) => others.includes(step)).join()
  return [
    ...(gone.length > 0 ? [`${name}: without ${gone.join(', ')} now`] : []),
    ...(added.length > 0 ? [`${name}: with ${added.join(', ')} now`] : []),
    ...(kept(old, now) === kept(now, old) ? [] : [`${name}: its steps come in another order, ${now.join(', ')}`]),
  ]
}

function tolerances(
  name: string,
  was: readonly Allowance[],
  is: readonly Allowance[],
  { rulebook }: CompiledRelease,
): string[] {
  const unitOf = (measure: string) => rulebook.vocabulary.find(({ id }) => id === measure)?.unit
  const said = (all: readonly Allowance[]): ReadonlyMap<string, string> =>
    new Map(
      all.map(({ measure, alternative, minus, plus, expected }) => {
        const number = (value: number): string => printNatural(value, unitOf(measure))
        const about = typeof expected === 'number' ? ` about ${number(expected)}` : ''
        return [
          `${measure}${alternative === null ? '' : ` (${alternative})`}`,
          `-${number(minus)} to +${number(plus)}${about}`,
        ]
      }),
    )
  const [old, now] = [said(was), said(is)]
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((measure) => old.get(measure) !== now.get(measure))
    .map(
      (measure) =>
        `${name}, tolerance of ${measure}: ${old.get(measure) ?? 'none'} before, ${now.get(measure) ?? 'none'} now`,
    )
}

function price({ job: was }: Decision, { job: is }: Decision, currency: string): string[] {
  const amount = (minor: number): string => `${(minor / 100).toFixed(2)} ${currency}`
  if (was.total !== is.total) return [`Price: ${amount(was.total)} before, ${amount(is.total)} now`]
  const charges = (job: Decision['job']) =>
    job.charges.map(({ code, eye, amount: minor }) => `${code} ${eye ?? ''} ${minor}`).sort()
  return sameValue(charges(was), charges(is)) ? [] : [`Price: ${amount(is.total)} as before, by other charges`]
}

function promise({ job: { promise: was } }: Decision, { job: { promise: is } }: Decision): string[] {
  return [
    ...(was.workingHours === is.workingHours
      ? []
      : [`Working hours: ${was.workingHours ?? 'none'} before, ${is.workingHours ?? 'none'} now`]),
    ...(was.calendar === is.calendar
      ? []
      : [`Calendar: ${was.calendar ?? 'none'} before, ${is.calendar ?? 'none'} now`]),
  ]
}
