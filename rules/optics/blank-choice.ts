import { powerKey, type Blank, type BlankList, type BlankPolicy, type OrderKey } from './blank-list.ts'

/** What one eye needs; whole numbers of the lattice, null where it does not matter. */
export interface BlankWish {
  readonly eye: string
  readonly diameter: number
  /** Semi-finished: the base of the front. */
  readonly base: number | null
  readonly add: number | null
  /** Finished: the power, in minus cylinder. */
  readonly sphere: number | null
  readonly cylinder: number | null
  readonly centre: number | null
  readonly edge: number | null
}

/** How many of each blank are there; null when nobody asked the stock, and then all count as there. */
export type Available = ReadonlyMap<string, number> | null

/** Blanks from which this lens could be made. Source: the rule "what a blank states must suit what the order asks". */
function candidates(list: BlankList, available: Available, wish: BlankWish, policy: BlankPolicy): Blank[] {
  const found: Blank[] = []
  const diameter = wish.diameter + policy.margin
  if (wish.sphere !== null || wish.cylinder !== null) {
    const blanks = list.byPower.get(powerKey(wish.sphere ?? 0, wish.cylinder ?? 0))
    if (blanks) keepSuitable(blanks, diameter, wish, available, found)
  } else
    for (const [base, blanks] of list.byBase)
      if (wish.base === null || (base !== null && Math.abs(base - wish.base) <= policy.baseWithin))
        keepSuitable(blanks, diameter, wish, available, found)
  return found
}

function keepSuitable(
  ...[blanks, diameter, wish, available, into]: [readonly Blank[], number, BlankWish, Available, Blank[]]
): void {
  for (const blank of blanks)
    if (blank.diameter >= diameter && suits(blank, wish) && isThere(blank, available)) into.push(blank)
}

const suits = (blank: Blank, wish: BlankWish): boolean =>
  (blank.eye === null || blank.eye === wish.eye) &&
  (blank.add === null || wish.add === null || blank.add === wish.add) &&
  reaches(blank.centre, wish.centre) &&
  reaches(blank.edge, wish.edge)

const reaches = (has: number | null, needs: number | null): boolean => has === null || needs === null || has >= needs

const isThere = ({ id }: Blank, available: Available): boolean => available === null || (available.get(id) ?? 0) >= 1

/** The less, the better. */
function rankOf(key: OrderKey, blank: Blank, wish: BlankWish, available: Available): number {
  switch (key) {
    case 'nearestBase':
      return blank.base === null || wish.base === null ? 0 : Math.abs(blank.base - wish.base)
    case 'smallest':
      return blank.diameter
    case 'largest':
      return -blank.diameter
    case 'cheapest':
      return blank.cost ?? 0
    case 'dearest':
      return -(blank.cost ?? 0)
    case 'mostAvailable':
      return -(available?.get(blank.id) ?? 0)
    case 'asListed':
      return blank.listed
  }
}

/** Whether `one` is better: the policy's order, then the id's text, so that no two blanks are alike. */
function isBetter(one: Blank, other: Blank, { wish, available, policy: { order } }: Asked): boolean {
  for (const key of order) {
    const difference = rankOf(key, one, wish, available) - rankOf(key, other, wish, available)
    if (difference !== 0) return difference < 0
  }
  return one.id < other.id
}

/** What one eye asks, with the blanks that suit it. */
interface Asked {
  readonly wish: BlankWish
  readonly available: Available
  readonly policy: BlankPolicy
  readonly suitable: readonly Blank[]
}

/** The last two: each eye of a pair asks for its own blank beside the other's. */
const lately: (Asked & { readonly list: BlankList })[] = []

function asking(list: BlankList, available: Available, wish: BlankWish, policy: BlankPolicy): Asked {
  for (const known of lately)
    if (known.list === list && known.available === available && known.policy === policy && isSame(known.wish, wish))
      return known
  const asked = { list, wish, available, policy, suitable: candidates(list, available, wish, policy) }
  if (lately.push(asked) > 2) lately.shift()
  return asked
}

const isSame = (one: BlankWish, other: BlankWish): boolean =>
  one.eye === other.eye &&
  one.diameter === other.diameter &&
  one.base === other.base &&
  one.add === other.add &&
  one.sphere === other.sphere &&
  one.cylinder === other.cylinder &&
  one.centre === other.centre &&
  one.edge === other.edge

/** What a pair has in common. */
interface Together {
  readonly supplier: boolean
  readonly base: boolean
}

const groupOf = (blank: Blank, { supplier, base }: Together): number =>
  (base ? blank.baseNumber * MOST_SUPPLIERS : 0) + (supplier ? blank.supplierNumber : 0)

/** The best blank of each group: of one supplier, of one base, or all together. */
function bestByGroup(asked: Asked, together: Together): ReadonlyMap<number, Blank> {
  const best = new Map<number, Blank>()
  for (const blank of asked.suitable) {
    const group = groupOf(blank, together)
    const known = best.get(group)
    if (known === undefined || isBetter(blank, known, asked)) best.set(group, blank)
  }
  return best
}

/** The best of all that suit. */
function bestOfAll(asked: Asked): Blank | null {
  let best: Blank | null = null
  for (const blank of asked.suitable) if (best === null || isBetter(blank, best, asked)) best = blank
  return best
}

/** The group in which both eyes together rank best, of two alike the first listed; the same whichever eye asks. */
function bestTogether(own: Asked, fellow: Asked, together: Together): Blank | null {
  const others = bestByGroup(fellow, together)
  let best: { readonly group: number; readonly ranks: readonly number[]; readonly blank: Blank } | null = null
  for (const [group, blank] of bestByGroup(own, together)) {
    const other = others.get(group)
    if (other === undefined) continue
    const ranks = own.policy.order.map(
      (key) => rankOf(key, blank, own.wish, own.available) + rankOf(key, other, fellow.wish, fellow.available),
    )
    const difference = best === null ? -1 : compareRanks(ranks, best.ranks)
    if (best === null || difference < 0 || (difference === 0 && group < best.group)) best = { group, ranks, blank }
  }
  return best?.blank ?? null
}

function compareRanks(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((rank, place) => rank !== other[place])
  return at === -1 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
}

const MOST_SUPPLIERS = 100_000

/**
 * The blank for one eye: suitable, there, best by the policy's order; of one supplier or base with the fellow's where the
 * policy wants it. What is only preferred gives way when no blanks suit both eyes. Null when none suits.
 * Source: lab practice as data: Rx-Universe manual, blank selection; labMan, supplier rules.
 */
export function chooseBlank(
  ...[list, available, wish, fellow, policy]: [...[BlankList, Available, BlankWish, BlankWish | null, BlankPolicy]]
): Blank | null {
  const own = asking(list, available, wish, policy)
  if (fellow === null || own.suitable.length === 0) return bestOfAll(own)
  const other = asking(list, available, fellow, policy)
  const { sameSupplier, sameBase } = policy
  const tries: Together[] = [
    { supplier: sameSupplier !== 'no', base: sameBase !== 'no' },
    { supplier: sameSupplier !== 'no', base: sameBase === 'must' },
    { supplier: sameSupplier === 'must', base: sameBase === 'must' },
  ]
  for (const together of tries) {
    if (!together.supplier && !together.base) continue
    const found = bestTogether(own, other, together)
    if (found !== null) return found
  }
  return sameSupplier === 'must' || sameBase === 'must' ? null : bestOfAll(own)
}
