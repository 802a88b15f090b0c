import { randomUUID } from 'node:crypto'
import type { NewJob } from '@ils/contract/jobs'
import type { LimsClient } from '@ils/lims-client/lims-client'

/** Surfaced lenses of polycarbonate in a plastic frame, which is traced in the lab where a tracer is to do so. */
const lensesOrdered = (traced: boolean): NewJob => {
  const lens = { 'rx.sphere': -2500, 'fitting.pd': 3150, 'fitting.height': 1800 }
  const job = {
    ...{ 'order.date': '2026-11-21', 'order.kind': 'new', 'order.service': 'complete', 'order.priority': 'standard' },
    ...{ 'order.treatments': ['hard'], 'order.trayed': traced, 'material.id': 'poly', 'design.id': 'sv-surfaced' },
    ...{ 'frame.type': 'plastic', 'frame.a': 5000, 'frame.b': 3600, 'frame.dbl': 1800 },
  }
  return { configuration: { ordered: ['right', 'left'], job, right: lens, left: lens }, practice: 'practice-0012' }
}

/** A job that stands before a station, as if people had done all before it; null: as it was ordered. */
export async function bringJob(client: LimsClient, station: string | null, traced: boolean): Promise<string> {
  const { jobId } = await client.createJob({ body: lensesOrdered(traced) })
  for (let i = 0; station !== null && i < 80; i++) {
    const { lenses } = await client.getJob({ params: { jobId } })
    const workable = lenses.filter(({ state }) => state === 'ready' || state === 'started')
    const here = workable.filter(({ step }) => step === station)
    if (here.length === 2 || here.some(({ eye }) => eye === 'pair')) return jobId
    const lens = workable.find(({ step }) => step !== station)
    if (!lens?.step) throw new Error(`job ${jobId} does not get to ${station}: ${JSON.stringify(lenses)}`)
    const eye = lens.eye === 'pair' ? {} : { eye: lens.eye }
    const at = { job: jobId, station: lens.step, ...eye }
    const scans: readonly Omit<Parameters<LimsClient['scan']>[0]['body'], 'scanId'>[] =
      lens.step === 'pick'
        ? [{ verb: 'pick', job: jobId, ...eye, mode: 'use', opc: lens.opc ?? '' }]
        : lens.step === 'surface-inspection'
          ? [
              { verb: 'inspect', ...at, measured: { sphere: 0 }, why: 'brought by hand' },
              { verb: 'finish', ...at },
            ]
          : [{ verb: 'finish', ...at }]
    for (const body of scans) {
      const done = await client.scan({ body: { scanId: `bring-${randomUUID()}`, ...body } })
      if (done.result === 'refused') throw new Error(`job ${jobId} at ${lens.step}: ${done.sentence}`)
    }
  }
  return jobId
}
