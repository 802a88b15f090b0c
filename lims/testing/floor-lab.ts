import type { Scan, ScanAnswer } from '@ils/contract/floor'
import type { NewJob } from '@ils/contract/jobs'
import { until } from './condition.ts'
import { openJudgingLab, type JudgingLab } from './judging-lab.ts'
import type { TestLimsOptions } from './test-lims.ts'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import type { LimsClient } from '@ils/lims-client/lims-client'

export interface FloorLab extends JudgingLab {
  /** A person of the lab who works on the floor. */
  readonly olga: { readonly id: string; readonly name: string; readonly key: string; readonly client: LimsClient }
  /** Scans as Olga, with an id of its own; throws where the answer is another than wanted. */
  scan(act: Omit<Scan, 'scanId'> & { readonly scanId?: string }): Promise<ScanAnswer>
  order(changes?: Partial<NewJob>): Promise<string>
}

/** A lab that makes lenses by a rulebook, usually the standard one. */
export async function openFloorLab(
  files: ReadonlyMap<string, string>,
  options: TestLimsOptions = {},
): Promise<FloorLab> {
  const lab = await openJudgingLab(options)
  const loaded = loadRulebook(files)
  if (!loaded.rulebook) throw new Error(`the rulebook cannot be read: ${loaded.faults[0]?.message ?? ''}`)
  await lab.publish(loaded.rulebook)
  const olga = await lab.member('Olga', 'lab')
  let scans = 0
  return {
    ...lab,
    olga,
    scan: (act) => olga.client.scan({ body: { scanId: `olga-${String((scans += 1)).padStart(6, '0')}`, ...act } }),
    async order(changes = {}) {
      const body = { ...singleVision, ...changes } // Its form, with parts of it changed.
      const { jobId } = await olga.client.createJob({ body })
      await until('the job is there', () => olga.client.getJobStatus({ params: { jobId } }))
      return jobId
    },
  }
}

/** Surfaced single vision lenses of CR-39, hard coated, in a plastic frame. */
export const singleVision: NewJob = {
  practice: 'practice-0012',
  prescription: {
    odSphere: -6.25,
    odCylinder: -1,
    odAxis: 90,
    osSphere: -6,
    osCylinder: -0.75,
    osAxis: 80,
    odPd: 31.5,
    osPd: 31.5,
    odHeight: 18,
    osHeight: 18,
  },
  lensType: 'single vision',
  material: 'CR39',
  coating: 'hard',
  frameType: 'plastic',
  frame: { a: 50, b: 36, dbl: 18 },
}
