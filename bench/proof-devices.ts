import { deviceRun } from '@ils/testing/devices/device-run'
import { withFloorLims } from './floor-lims.ts'
import { percentile } from './measure.ts'

const MACHINES = 50
const JOBS_EACH = 5
/** As machines are delivered. */
const CONFIRM_MS = 6000

/** Fifty machines at one LIMS, every second one misbehaving: everything is done, and done once. */
export async function proveDevices(seed: number): Promise<{ good: boolean; lines: string[] }> {
  const run = await withFloorLims(1, ({ manager }) =>
    deviceRun(manager, {
      ...{ seed, machines: MACHINES, jobsEach: JOBS_EACH, confirmMs: CONFIRM_MS },
      onProgress: (saying) => {
        console.log(`  ${saying}`)
      },
    }),
  )
  const ways = [...run.ways].map(([way, count]) => `${way} ${count}`).join(', ')
  const [half, most] = [percentile(run.jobMs, 0.5), percentile(run.jobMs, 0.99)]
  return {
    good: run.wrong.length === 0 && run.atOnce === MACHINES,
    lines: [
      `simulated machines connected at once to one LIMS process, over TCP: ${run.atOnce} of ${run.machines} (tracers, generators, edgers, inspection devices, conveyors), ${run.jobs} jobs in ${run.seconds.toFixed(1)} s`,
      `of these misbehaved: ${[...run.ways.values()].reduce((sum, count) => sum + count, 0)} (${ways})`,
      `jobs that did not come to a good end, or were done more or less than once by the log: ${run.wrong.length}${run.wrong
        .slice(0, 3)
        .map((one) => ` [${one}]`)
        .join('')}`,
      `a whole job of a machine that behaves (asked, told, reported; without its work) while all were at it: p50 ${half.toFixed(0)} ms, p99 ${most.toFixed(0)} ms`,
    ],
  }
}
