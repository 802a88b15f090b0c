import { conveyor } from './conveyor.ts'
import { edger, generator } from './cutters.ts'
import { inspection } from './inspection.ts'
import { usualWork, type JobEnd, type Machine, type Work } from './machine.ts'
import { openTalk, type TalkOptions } from './talk.ts'
import { tracer } from './tracer.ts'

export const machines = { tracer, generator, edger, inspection, conveyor } satisfies Record<string, Machine>
export type MachineName = keyof typeof machines
export const isMachine = (name: string): name is MachineName => Object.hasOwn(machines, name)

export interface MachineRun {
  readonly jobs: readonly (JobEnd & { readonly job: string })[]
  /** Every job was done, and what should have been refused was. */
  readonly ok: boolean
}

export interface RunOptions extends TalkOptions {
  readonly jobs: readonly string[]
  readonly work?: Partial<Work>
  /** Waited for before anything is said. */
  readonly onConnected?: () => Promise<void>
  readonly onJob?: (end: MachineRun['jobs'][number]) => void
}

/** A job that no lab has. */
const NOBODYS = 'NO-SUCH-JOB'

/** One simulated machine, connected to a host: says who it is, does its jobs one after the other, and hangs up. */
export async function runMachine(name: MachineName, options: RunOptions): Promise<MachineRun> {
  const machine: Machine = machines[name]
  const { identity, definitions, formats } = machine
  const talk = openTalk(
    { kind: 'initialise', identity, ...(definitions ? { definitions } : {}), ...(formats ? { formats } : {}) },
    options,
  )
  const work = { ...usualWork, ...options.work }
  const ends: MachineRun['jobs'][number][] = []
  let refusedWell = true
  const run = async (job: string): Promise<JobEnd> => {
    const end = { ...(await machine.work(talk, job, work)), job }
    ends.push(end)
    options.onJob?.(end)
    return end
  }
  try {
    await talk.connect()
    await options.onConnected?.()
    for (const job of options.jobs) {
      if (talk.ways.has('wrong-job')) {
        const end = await run(NOBODYS)
        // A conveyor is answered: the job is unknown.
        refusedWell &&= end.ended === 'refused' || (name === 'conveyor' && end.ended === 'done')
      }
      await run(job)
    }
  } finally {
    await talk.close()
  }
  return { jobs: ends, ok: refusedWell && ends.every(({ job, ended }) => job === NOBODYS || ended === 'done') }
}
