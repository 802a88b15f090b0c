import type { Decision } from '@ils/rules/engine/decision'
import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import type { FactValue } from '@ils/rules/vocabulary/fact'
import { units } from '@ils/rules/vocabulary/units'
import type { JobAtMachine } from '../../production/public.ts'

export type Eye = 'right' | 'left'
/** As it is written: dioptres, mm, degrees; a text; nothing. */
export type Natural = number | string | undefined

export interface ValuesOfJob {
  /** The eyes that are made. */
  readonly eyes: readonly Eye[]
  /** The first of these facts that has a value, of the lens or else of the job. */
  fact(eye: Eye, ids: readonly string[]): Natural
  /** What a rule filled in for a label: for this machine, or else for all. */
  slot(eye: Eye, label: string, machine: string): Natural
  /** Labels that rules filled, and for which machine; null: for all. */
  readonly slots: readonly { readonly label: string; readonly machine: string | null }[]
}

const SLOT = 'label.'

/**
 * What a decision says of making a job, in natural units. Where the order left a gap and something was measured since, the
 * job as it was judged now fills it: what the job was made by always wins.
 */
export function valuesOfJob(release: CompiledRelease, { making, job }: JobAtMachine, now: Decision): ValuesOfJob {
  const unitOf = new Map(release.rulebook.vocabulary.map(({ id, unit }) => [id, unit]))
  const natural = (id: string, value: FactValue | undefined): Natural => {
    if (value === undefined || value === null) return undefined
    if (typeof value === 'boolean') return value ? 1 : 0
    if (typeof value === 'string') return value
    if (Array.isArray(value)) return value.map(String).join(',')
    const unit = unitOf.get(id)
    return typeof value === 'number' ? value / (unit === undefined ? 1 : units[unit].scale) : undefined
  }
  const eyes = (['right', 'left'] as const).filter((eye) => job.lenses.some((lens) => lens.eye === eye))
  const makes = [making.job.make, ...eyes.map((eye) => making.lenses[eye]?.make ?? {})]
  const names = new Set(makes.flatMap((make) => Object.keys(make).filter((id) => id.startsWith(SLOT))))
  const ofSlot = (eye: Eye, id: string): Natural => natural(id, making.lenses[eye]?.make[id] ?? making.job.make[id])
  return {
    eyes,
    fact(eye, ids) {
      for (const id of ids) {
        const places = [making.lenses[eye]?.facts, now.lenses[eye]?.facts, now.job.facts]
        const value = places.map((facts) => natural(id, facts?.[id])).find((one) => one !== undefined)
        if (value !== undefined) return value
      }
      return undefined
    },
    slot: (eye, label, machine) => ofSlot(eye, `${SLOT}${label}@${machine}`) ?? ofSlot(eye, `${SLOT}${label}`),
    slots: [...names].map((id) => {
      const [label = '', machine] = id.slice(SLOT.length).split('@')
      return { label, machine: machine ?? null }
    }),
  }
}
