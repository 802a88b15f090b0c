import { below, chance, drawAt, drawn, exponential, lotBy, lotOf, normal, streams, type Lot } from './draw.ts'

/** What kind of practice orders: it decides mix, care and haste. */
export type Profile = 'independent' | 'chain' | 'budget' | 'children' | 'works' | 'online'

export interface Practice {
  readonly id: string
  readonly profile: Profile
  /** Share of its orders about which the lab must ask back, because of something the practice wrote. */
  readonly faulty: number
  readonly rush: number
  /** Remakes it asks for, as a share of all of its orders. */
  readonly remakes: number
  /** It sends what its tracer measured. */
  readonly traces: boolean
  readonly plusCylinder: boolean
  /** Frames it sells, by place in the library: each practice has its own small choice. */
  readonly frames: number
}

const PROFILES = lotBy<Profile>({ independent: 46, chain: 24, budget: 10, children: 6, works: 5, online: 9 })

/** Well-run dispensaries have up to 5 % remade, poor ones 20 to 25 %; all orders of a lab together about 10 %. */
const REMAKES: Readonly<Record<Profile, number>> = {
  ...{ independent: 0.085, chain: 0.11, budget: 0.14, children: 0.1, works: 0.06, online: 0.17 },
}

const FAULTS: Readonly<Record<Profile, number>> = {
  ...{ independent: 0.05, chain: 0.055, budget: 0.08, children: 0.05, works: 0.07, online: 0.035 },
}

const RUSH: Readonly<Record<Profile, number>> = {
  ...{ independent: 0.06, chain: 0.04, budget: 0.015, children: 0.08, works: 0.05, online: 0.02 },
}

function practiceAt(seed: number, at: number): Practice {
  const draw = drawAt(seed, streams.practices, at)
  const profile = drawn(draw, PROFILES)
  // Some take care and some do not; whoever writes faulty orders also has more remade.
  const care = Math.max(0.45, 1 + normal(draw) * 0.3)
  return {
    id: `practice-${String(at + 1).padStart(3, '0')}`,
    profile,
    faulty: FAULTS[profile] * care,
    rush: RUSH[profile] * (0.5 + draw()),
    remakes: REMAKES[profile] * (0.4 + 0.6 * care),
    traces: chance(draw, profile === 'chain' || profile === 'online' ? 0.65 : 0.42),
    plusCylinder: chance(draw, 0.06),
    frames: below(draw, 1000),
  }
}

/** The practices of a lab, few of them with many orders and many with few. */
export function practicesOf(seed: number, count: number): Lot<Practice> {
  return lotOf(
    Array.from({ length: count }, (_, at) => {
      const practice = practiceAt(seed, at)
      return [practice, 0.25 + exponential(drawAt(seed, streams.practices, at, 1), 1)] as const
    }),
  )
}
