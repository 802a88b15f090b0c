// data table: the stations of the floor, with their times

export const departments = ['office', 'stores', 'surfacing', 'tinting', 'coating', 'finishing', 'inspection'] as const
export type Department = (typeof departments)[number]
export const stationIds = [
  'calculate',
  'pick',
  'block',
  'generate',
  'polish',
  'engrave',
  'deblock',
  'surface-inspection',
  'tint',
  'hard-coat',
  'ar-coat',
  'finish-block',
  'edge',
  'mount',
  'final',
  'pack',
] as const
export type StationId = (typeof stationIds)[number]

export interface Station {
  readonly id: StationId
  readonly department: Department
  /** A job waits for both of its lenses here. */
  readonly joins: boolean
  /** Minutes from start to finish, on average. */
  readonly minutes: number
  /** Lenses (jobs where they are joined) that it takes at once. */
  readonly holds: number
  /** Minutes of carrying and of lying in a rack beside the queue proper. */
  readonly rack: number
  /** Share of its open time that a well-planned lab keeps it busy: the planner buys machines until it is no higher. */
  readonly busy: number
  /** Somebody is needed, and named in histories. */
  readonly manned: boolean
  /** What its machines are called before their number. */
  readonly machine: string
}

const at = (
  id: StationId,
  machine: string,
  department: Department,
  [minutes, rack, busy]: readonly [number, number, number],
  rest?: Partial<Station>,
): Station => ({ id, machine, department, minutes, rack, busy, joins: false, holds: 1, manned: true, ...rest })

const joins = { joins: true }

/** Times of the lab-process table of the domain notes; racks so that a job takes the days that are usual for its kind. */
export const stations: readonly Station[] = [
  at('calculate', 'LDS', 'office', [0.5, 1, 0.3], { ...joins, manned: false, holds: 50 }),
  at('pick', 'PCK', 'stores', [1, 175, 0.75]),
  at('block', 'BLK', 'surfacing', [1, 95, 0.75]),
  at('generate', 'GEN', 'surfacing', [1.6, 110, 0.86]),
  at('polish', 'POL', 'surfacing', [2.5, 95, 0.84]),
  at('engrave', 'ENG', 'surfacing', [0.25, 35, 0.4], { manned: false }),
  at('deblock', 'DBL', 'surfacing', [1, 55, 0.7]),
  at('surface-inspection', 'INS', 'surfacing', [0.5, 55, 0.7]),
  at('tint', 'TNT', 'tinting', [35, 565, 0.7], { holds: 10 }),
  at('hard-coat', 'HC', 'coating', [110, 200, 0.8], { holds: 36 }),
  at('ar-coat', 'ARC', 'coating', [105, 445, 0.84], { holds: 60 }),
  at('finish-block', 'FBK', 'finishing', [0.5, 70, 0.7]),
  at('edge', 'EDG', 'finishing', [2, 150, 0.87]),
  at('mount', 'MNT', 'finishing', [5, 80, 0.8], joins),
  at('final', 'FIN', 'inspection', [1.5, 35, 0.7], joins),
  at('pack', 'SHP', 'stores', [1, 20, 0.6], joins),
]

export const placeOf: ReadonlyMap<StationId, number> = new Map(stationIds.map((id, place) => [id, place]))

/** What a lens or a job needs on the floor, whatever it is called in the catalogue. */
export interface Work {
  readonly surfaced: boolean
  readonly freeform: boolean
  readonly tinted: boolean
  readonly hardCoat: boolean
  readonly ar: boolean
  readonly uncut: boolean
  readonly drilled: boolean
}

/** Stations of one lens in their order, and then those of the job. */
export function routeOf(work: Work): readonly StationId[] {
  const route: StationId[] = ['pick']
  if (work.surfaced) route.push('block', 'generate', 'polish')
  if (work.surfaced && work.freeform) route.push('engrave')
  if (work.surfaced) route.push('deblock', 'surface-inspection')
  if (work.tinted) route.push('tint')
  if (work.hardCoat) route.push('hard-coat')
  if (work.ar) route.push('ar-coat')
  if (!work.uncut) route.push('finish-block', 'edge', 'mount')
  route.push('final', 'pack')
  return route
}
