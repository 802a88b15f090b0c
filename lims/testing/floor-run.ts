import type { Scan, ScanAnswer } from '@ils/contract/floor'
import type { NewJob } from '@ils/contract/jobs'
import type { LimsClient } from '@ils/lims-client/lims-client'
import type { Db } from '@ils/platform/db/database'
import { checkFloor, type FloorVerdict } from './floor-invariants.ts'
import { nextActs, type Chambers, type Intent, type Luck } from './floor-operator.ts'

interface FloorRunWorld {
  /** The same person of the lab at each of several LIMS on one database. */
  readonly doors: readonly LimsClient[]
  /** May read the log. */
  readonly reader: LimsClient
  readonly db: Db
  /** What the clock of the lab does each minute. */
  sweep(): Promise<void>
}

interface FloorRunOptions {
  readonly seed: number
  readonly operators: number
  readonly jobs: number
  readonly seconds: number
  onProgress?(scans: number): void
}

interface FloorRunResult {
  readonly jobs: number
  readonly scans: number
  readonly applied: number
  readonly refused: number
  /** How often an act came again, at once or later, and was told that it had been done. */
  readonly repeated: number
  /** Answers without an answer: a bug or a breakdown. */
  readonly broken: readonly string[]
  /** Acts whose repeats were answered otherwise than the first time. */
  readonly contradicted: readonly string[]
  readonly byVerb: ReadonlyMap<string, number>
  readonly states: ReadonlyMap<string, number>
  readonly p99Ms: number
  readonly verdict: FloorVerdict
}

const TRIES = 4

/** Operators move jobs at random through several LIMS on one database; then the log alone is asked whether that can be. */
export async function floorRun(world: FloorRunWorld, options: FloorRunOptions): Promise<FloorRunResult> {
  const random = lcg(options.seed)
  const pick: Luck['pick'] = (list) => list[Math.floor(random() * list.length)]
  const luck: Luck = { random, pick }
  const jobs = await takeOrders(world, options.jobs, pick)
  await keepScarce(world, jobs)

  const chambers: Chambers = { open: new Map(), running: [], made: 0 }
  const tally = openTally()
  const end = performance.now() + options.seconds * 1000
  let scans = 0
  const send = async (intents: readonly Intent[]): Promise<void> => {
    const acts = intents.map((intent): Scan => ({ scanId: `run-${options.seed}-${(scans += 1)}`, ...intent }))
    options.onProgress?.(scans)
    for (const answer of await carry(world, acts, luck, tally)) noteBatch(chambers, acts, answer)
  }
  const operator = async (): Promise<void> => {
    while (performance.now() < end) {
      // Some are hurried through, so that whole ways are gone and not only beginnings.
      const jobId = jobs[Math.floor(random() ** 3 * jobs.length)]
      const door = pick(world.doors)
      if (jobId === undefined || !door) return
      const job = await again(() => door.getJob({ params: { jobId } }), tally)
      const intents = job ? nextActs(job, chambers, luck) : []
      if (intents.length > 0) await send(intents)
    }
  }
  const clockwork = async (): Promise<void> => {
    while (performance.now() < end) {
      await world.sweep()
      await restock(world, luck)
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
  }
  await Promise.all([clockwork(), ...Array.from({ length: options.operators }, operator)])
  const verdict = await checkFloor(world.reader, world.db)
  return { jobs: jobs.length, scans, ...tally.result(), states: await countStates(world.db), verdict }
}

const rx = { odPd: 31.5, osPd: 31.5, odHeight: 18, osHeight: 18 }
const base = { lensType: 'single vision', material: 'CR39', frameType: 'plastic', frame: { a: 50, b: 36, dbl: 18 } }
const stock = { ...base, prescription: { odSphere: -2, osSphere: -2.25, ...rx } }
const surfaced = { ...base, prescription: { odSphere: -6.25, odCylinder: -1, odAxis: 90, osSphere: -6, ...rx } }
const orders: readonly NewJob[] = [
  { ...stock, coating: 'AR' },
  { ...stock, coating: 'hard', priority: 'rush' },
  { ...surfaced, coating: 'hard' },
  { ...surfaced, coating: 'hard', eyes: 'right' },
  { ...surfaced, coating: 'hard', service: 'edged' },
  { ...surfaced, coating: 'hard', frameWay: 'to_come' },
  { ...surfaced, coating: 'none', tint: 'grey-75' },
]

async function takeOrders({ doors }: FloorRunWorld, count: number, pick: Luck['pick']): Promise<string[]> {
  const jobs: string[] = []
  let taken = 0
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (taken < count) {
        taken++
        const body = pick(orders)
        const door = pick(doors)
        if (body && door) jobs.push((await door.createJob({ body: { practice: 'practice-0012', ...body } })).jobId)
      }
    }),
  )
  return jobs
}

/** From now on the lab counts the blanks that its jobs need, and has too few of them. */
async function keepScarce({ doors: [door], db }: FloorRunWorld, jobs: readonly string[]): Promise<void> {
  const { rows } = await db.raw<{ rows: { opc: string; n: number }[] }>(
    'select opc, count(*)::int as n from lenses where opc is not null and job_id = any(?::text[]) group by opc',
    [[...jobs]],
  )
  const kept = { reorderAt: null, reorderTo: null, supplier: null, product: null }
  for (const { opc } of rows) await door?.putBlank({ params: { opc }, body: { ...kept, label: opc } })
  const lines = rows.map(({ opc, n }) => ({ opc, lot: 'first', quantity: Math.max(1, Math.floor(n * 0.3)) }))
  await door?.receiveBlanks({ body: { lines } })
}

async function restock({ doors, db }: FloorRunWorld, { pick }: Luck): Promise<void> {
  const { rows } = await db.raw<{ rows: { opc: string }[] }>('select opc from blanks order by on_hand limit 2')
  const lines = rows.map(({ opc }) => ({ opc, lot: 'more', quantity: 3 }))
  if (lines.length > 0) await pick(doors)?.receiveBlanks({ body: { lines } })
}

/** Sends acts as the floor does: once, twice at once through two doors, again after a lost answer, or late and in bulk. */
async function carry({ doors }: FloorRunWorld, acts: readonly Scan[], luck: Luck, tally: Tally): Promise<ScanAnswer[]> {
  const { random, pick } = luck
  const [one, two] = [pick(doors), pick(doors)]
  if (!one || !two) return []
  const dice = random()
  if (dice < 0.1) {
    const at = Date.now() - 5000
    const late = acts.map((act, i) => ({ ...act, at: new Date(at + i).toISOString() }))
    const mixed = [...late, ...late].sort(() => random() - 0.5)
    const bulks = await Promise.all(
      [one, two].map((door) => again(() => door.scanMany({ body: { scans: mixed } }), tally)),
    )
    return tally.take(bulks.flatMap((bulk) => bulk?.answers ?? []))
  }
  const answers: ScanAnswer[] = []
  for (const act of acts) {
    const doorsOfAct = dice < 0.3 ? [one, two, one] : [one]
    const at = performance.now()
    const got = await Promise.all(doorsOfAct.map((door) => again(() => door.scan({ body: act }), tally)))
    tally.took(performance.now() - at, act.verb)
    if (dice > 0.8) got.push(await again(() => two.scan({ body: act }), tally))
    answers.push(...got.filter((answer) => answer !== undefined))
  }
  return tally.take(answers)
}

/** A breakdown keeps nothing, so the same act is sent again. */
async function again<T>(run: () => Promise<T>, tally: Tally): Promise<T | undefined> {
  for (let i = 1; ; i++) {
    try {
      return await run()
    } catch (error) {
      if (i === TRIES) {
        tally.broke(String(error))
        return undefined
      }
    }
  }
}

function noteBatch(chambers: Chambers, acts: readonly Scan[], { scanId, result, sentence }: ScanAnswer): void {
  const act = acts.find((one) => one.scanId === scanId)
  if (act?.batch === undefined || result === 'repeated') return
  const shut = act.verb === 'batch-close' || /closed|has room for/.test(sentence)
  const [station] = [...chambers.open].find(([, batch]) => batch === act.batch) ?? []
  if (!shut || station === undefined) return
  chambers.open.delete(station)
  chambers.running.push(act.batch)
}

type Tally = ReturnType<typeof openTally>

function openTally() {
  const first = new Map<string, ScanAnswer>()
  const applied = new Set<string>()
  const counts = { repeated: 0 }
  const broken: string[] = []
  const contradicted: string[] = []
  const times: number[] = []
  const byVerb = new Map<string, number>()
  return {
    /** Each scan may be applied once; every other answer says the same. */
    take(answers: readonly ScanAnswer[]): ScanAnswer[] {
      for (const answer of answers) {
        const { scanId, result, sentence } = answer
        if (result === 'applied' && applied.has(scanId)) contradicted.push(`${scanId} was applied twice: ${sentence}`)
        if (result === 'applied') applied.add(scanId)
        if (result === 'repeated') counts.repeated++
        const known = first.get(scanId)
        if (known && (known.result === 'refused') !== (result === 'refused')) {
          contradicted.push(`${scanId}: ${known.sentence} (${known.result}), then ${sentence} (${result})`)
        }
        first.set(scanId, known ?? answer)
      }
      return [...answers]
    },
    took(ms: number, verb: string): void {
      times.push(ms)
      byVerb.set(verb, (byVerb.get(verb) ?? 0) + 1)
    },
    broke(what: string): void {
      broken.push(what)
    },
    result() {
      const refused = [...first.values()].filter(({ result }) => result === 'refused').length
      const p99Ms = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0
      return { applied: applied.size, refused, repeated: counts.repeated, broken, contradicted, byVerb, p99Ms }
    },
  }
}

async function countStates(db: Db): Promise<Map<string, number>> {
  const { rows } = await db.raw<{ rows: { state: string; n: number }[] }>(
    'select state, count(*)::int as n from jobs group by state order by state',
  )
  return new Map(rows.map(({ state, n }) => [state, n]))
}

function lcg(seed: number): () => number {
  let state = seed >>> 0 || 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
