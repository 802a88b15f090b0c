import type { Impact } from '@ils/contract/impacts'
import { compileRelease } from '@ils/rules/engine/compile-release'
import type { Configuration, Rulebook } from '@ils/rules/language/rulebook'
import { impactOf } from '@ils/rules/rulebook/impact-of'
import { respects } from '@ils/rules/rulebook/rule-knowledge'
import { simulate, type Count, type Simulated, type SimulatedChange } from '@ils/rules/rulebook/simulate'

/** Two contents, as text. */
export interface Compared {
  readonly before: string
  readonly after: string
}

export interface FoundChange extends SimulatedChange {
  /** Of the judgement. */
  readonly n: number
}

/** What was found since it was told last. */
export interface ImpactTold {
  readonly judged: number
  readonly changes: readonly FoundChange[]
}

/** Judgements as JSON: `[n, id, practice, configuration]` each; null: there are no more, or nobody wants to know. */
export interface Batch {
  readonly orders: string | null
  readonly isStopped: boolean
}

type PastOrder = readonly [n: number, id: string, practice: string | null, configuration: Configuration]

export interface ImpactFound {
  readonly judged: number
  readonly changed: number
  readonly priceDifference: number
  readonly tallies: Impact['tallies']
  readonly sentences: readonly string[]
}

export interface Asking {
  /** The next batch; the one after it is asked for while this one is judged. */
  readonly ask: () => Promise<Batch>
  readonly tell: (told: ImpactTold) => void
}

const MOST_COUNTED = 500

/** Judges past orders by two contents and says what the second would have done otherwise; holds two batches, never all. */
export async function previewImpact({ before, after }: Compared, { ask, tell }: Asking): Promise<ImpactFound> {
  let coming = ask()
  // Contents are checked before they are kept.
  const [was, is] = [before, after].map((text) => compileRelease(JSON.parse(text) as Rulebook))
  if (!was || !is) throw new Error('two contents were given')
  let judged = 0
  let stopped = false
  let n = 0
  let changes: FoundChange[] = []

  async function* orders(): AsyncGenerator<Simulated> {
    for (;;) {
      const batch = await coming
      stopped = batch.isStopped
      if (batch.orders === null) return
      coming = ask()
      // Written by our own query.
      for (const [number, id, practice, configuration] of JSON.parse(batch.orders) as PastOrder[]) {
        n = number
        yield { id, configuration, ...(practice === null ? {} : { practice }) }
        judged++
      }
      tell({ judged, changes })
      changes = []
    }
  }

  const found = await simulate(was, is, orders(), {
    examples: 0,
    onChange: (change) => changes.push({ ...change, n }),
  })
  const simulation = { ...found, aborted: stopped }
  return {
    ...{ judged: simulation.judged, changed: simulation.changed, priceDifference: simulation.priceDifference },
    tallies: respects.flatMap((respect) => {
      const { total, byRule, byPractice, withoutRule } = simulation.respects[respect]
      return total === 0 ? [] : [{ respect, total, byRule: first(byRule), byPractice: first(byPractice), withoutRule }]
    }),
    sentences: impactOf(simulation).sentences,
  }
}

const first = (counts: readonly Count[]): Count[] => counts.slice(0, MOST_COUNTED)
