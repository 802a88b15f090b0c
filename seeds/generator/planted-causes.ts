import { stations } from './floor.ts'
import type { Lab } from './lab.ts'
import { dayCount } from './lab-days.ts'
import { driftOn, spellOn, type Drift, type Spell } from './machine-state.ts'

export interface PlantedCauses {
  readonly drifts: readonly Drift[]
  readonly spells: readonly Spell[]
}

const isSame = (known: Drift | Spell | undefined, found: Drift | Spell): boolean =>
  known?.machine === found.machine && known.from === found.from

/** What is wrong with the machines of a lab in a time, so that whoever looks for causes can be told whether they found them. */
export function plantedCauses({ floor }: Lab, from: string, until: string): PlantedCauses {
  const [first, last] = [dayCount(from), dayCount(until)]
  const drifts: Drift[] = []
  const spells: Spell[] = []
  for (const { id, machine } of stations) {
    for (let number = 1; number <= Math.ceil(floor.machines[id]); number++) {
      const name = `${machine}-${String(number)}`
      for (let day = first; day < last; day++) {
        const spell = spellOn(floor.seed, name, day)
        if (spell !== null && !isSame(spells.at(-1), spell)) spells.push(spell)
        const drift = id === 'generate' ? driftOn(floor.seed, name, day) : null
        if (drift !== null && !isSame(drifts.at(-1), drift)) drifts.push(drift)
      }
    }
  }
  return { drifts, spells }
}
