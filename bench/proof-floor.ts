import type { RunningLims } from '@ils/lims/start-lims'
import { taskKinds } from '@ils/lims/processes/worker'
import { floorRun } from '@ils/testing/floor-run'
import { measureFloor } from './floor.ts'
import { withFloorLims } from './floor-lims.ts'
import { measureSubmissions } from './jobs.ts'

const OPERATORS = 100
const JOBS = 2000
const SECONDS = 60
const SUBMISSIONS = 1000
const OPEN = 50_000
const CLOSED = 1_000_000

/** A floor at work stays possible by its log alone; its queues and moves do not get slower by what was made before. */
export async function proveFloor(seed: number): Promise<{ good: boolean; lines: string[] }> {
  const run = await withFloorLims(2, ({ running, doors, manager }) => {
    const [first] = running
    if (!first) throw new Error('no LIMS runs')
    return floorRun(
      {
        ...{ doors, reader: manager, db: first.app.pool },
        sweep: () => callSweep(first),
      },
      {
        ...{ seed, operators: OPERATORS, jobs: JOBS, seconds: SECONDS },
        onProgress: (scans) => process.stdout.write(`\r  scan ${scans} `),
      },
    )
  })
  process.stdout.write('\n')
  const told = linesOf(run)
  const submitted = await withFloorLims(1, (lims) => measureSubmissions(lims, SUBMISSIONS))
  const floor = await measureFloor(OPEN, CLOSED)
  return {
    good: holds(run) && submitted.good && floor.queueP99 <= 50 && floor.moveRatio <= 1.2,
    lines: [...told, ...submitted.lines, ...floor.lines],
  }
}

let sweeps = 0

/** As the relay calls it each minute, and more often than that. */
async function callSweep({ app }: RunningLims): Promise<void> {
  const kind = taskKinds.find(({ name }) => name === 'sweep-floor')
  if (!kind) throw new Error('nothing sweeps the floor')
  // Which of the kinds it is shows only its name; a sweep is told nothing.
  await app.queue.enqueue(app.db, kind, { uniqueId: `proof ${(sweeps += 1)}`, data: {} })
}

type Run = Awaited<ReturnType<typeof floorRun>>

const holds = ({ broken, contradicted, verdict }: Run): boolean =>
  broken.length + contradicted.length + verdict.violations.length === 0

function linesOf(run: Run): string[] {
  const { verdict } = run
  const verbs = [...run.byVerb].map(([verb, count]) => `${verb} ${count}`).join(', ')
  const shown = (all: readonly string[]) =>
    `${all.length}${all
      .slice(0, 3)
      .map((one) => ` [${one}]`)
      .join('')}`
  return [
    `${OPERATORS} operators at two LIMS on one database moved ${run.jobs} jobs at random for ${SECONDS} s: ${run.scans} acts (${verbs}); applied ${run.applied}, refused with a reason ${run.refused}, answered as done before ${run.repeated}; p99 of an act ${run.p99Ms.toFixed(0)} ms with all of them at once`,
    `where the jobs were in the end: ${[...run.states].map(([state, count]) => `${state} ${count}`).join(', ')}`,
    `acts without an answer after four tries: ${shown(run.broken)}; repeats answered otherwise than the first time: ${shown(run.contradicted)}`,
    `violations found in the ${verdict.events} events of the log alone (a lens in one place, no step skipped, nothing applied twice, states by the table, stock adding up and never below nothing), and differences of the tables from it: ${shown(verdict.violations)}`,
  ]
}
