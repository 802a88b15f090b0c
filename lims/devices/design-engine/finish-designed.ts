import { system } from '@ils/platform/actor'
import type { App } from '../../app.ts'
import { applyScan, jobAtMachine } from '../../production/public.ts'
import type { Engine } from './engine-of-line.ts'
import type { RequestRow } from './store.ts'

/** The step of the engine ends for the lenses that have their surface; the floor hears of it as of any scan. */
export async function finishDesigned(
  app: App,
  { machine, step }: Engine,
  jobId: string,
  { id, eyes }: Pick<RequestRow, 'id' | 'eyes'>,
): Promise<void> {
  const found = await jobAtMachine(app.db, jobId)
  const here = found?.job.lenses.filter(
    ({ eye, route, at }) => route[at]?.step === step && eye !== 'pair' && eyes.includes(eye),
  )
  for (const { eye, attempt } of here ?? []) {
    await applyScan(app, system(machine.id), {
      // Refused of a job that is held, it is another scan when the job has gone on.
      scanId: `design:${id}:${eye}${attempt}:${found?.job.version ?? 0}`,
      ...{ verb: 'finish', job: jobId, station: step, eye: eye === 'left' ? 'left' : 'right', machine: machine.id },
    })
  }
}
