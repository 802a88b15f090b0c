import { mkdir, mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LineSettings } from '@ils/contract/devices'
import { until } from '../condition.ts'
import { runDesignEngine, type EngineManners } from './design-engine.ts'
import type { FloorLab } from '../floor-lab.ts'
import type { Message } from '@ils/oma/records/message'

/** A root for the folders of machines, for ILS_DEVICE_FOLDER; it is the test's to remove. */
export const deviceFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'ils-devices-'))

export interface ExampleEngine {
  readonly line: string
  readonly folders: Readonly<Record<'in' | 'out' | 'done' | 'failed', string>>
  readonly answered: string[]
  files(folder: 'in' | 'out' | 'done' | 'failed'): Promise<string[]>
  stop(): Promise<void>
}

/** A line to a design engine of the standard lab; `manners` undefined: nobody reads what is asked. */
export async function openEngine(
  lab: FloorLab,
  root: string,
  manners?: (request: Message, job: string) => EngineManners,
  { engine = 'LDS-1', settings = {} }: { readonly engine?: string; readonly settings?: LineSettings } = {},
): Promise<ExampleEngine> {
  const line = engine.toLowerCase()
  const at = (name: string): string => `${line}/${name}`
  const folders = { in: at('in'), out: at('out'), done: at('done'), failed: at('failed') }
  await lab.ann.client.putLine({
    params: { lineId: line },
    body: { machine: engine, kind: 'folder', folders, enabled: true, settings },
  })
  await until(`line ${line} is served`, async () => {
    const { state } = await lab.ann.client.getLine({ params: { lineId: line } })
    return state === 'connected'
  })
  const stop = new AbortController()
  const answered: string[] = []
  const [inbox, outbox] = [join(root, folders.out), join(root, folders.in)]
  await mkdir(inbox, { recursive: true })
  const running =
    manners &&
    runDesignEngine({
      inbox,
      outbox,
      manners,
      signal: stop.signal,
      everyMs: 20,
      onAnswered: (job) => answered.push(job),
    })
  return {
    ...{ line, folders, answered },
    files: async (folder) => (await readdir(join(root, folders[folder]))).filter((name) => name !== 'read').sort(),
    async stop() {
      stop.abort()
      await running
    },
  }
}

/** Freeform lenses, to be computed by LDS-1. */
export async function orderFreeform(
  lab: FloorLab,
  changes: { readonly job?: object; readonly lens?: object; readonly ordered?: readonly ('right' | 'left')[] } = {},
): Promise<string> {
  const lens = { 'rx.sphere': -2000, 'fitting.pd': 3150, 'fitting.height': 2000, ...changes.lens }
  const job = {
    ...{ 'order.date': '2026-11-21', 'order.kind': 'new', 'order.service': 'complete', 'order.priority': 'standard' },
    ...{ 'order.treatments': ['hard'], 'material.id': 'poly', 'design.id': 'sv-ff', 'frame.type': 'plastic' },
    ...{ 'frame.a': 5000, 'frame.b': 3600, 'frame.dbl': 1800, ...changes.job },
  }
  const ordered = [...(changes.ordered ?? (['right', 'left'] as const))]
  const configuration = { ordered, job, right: lens, left: lens }
  const { jobId } = await lab.olga.client.createJob({ body: { configuration, practice: 'practice-0012' } })
  return jobId
}

/** Stands before the design engine: what comes before it is done by hand. */
export async function toTheEngine(lab: FloorLab, jobId: string): Promise<void> {
  const done = await lab.scan({ verb: 'finish', job: jobId, station: 'calculate' })
  if (done.result === 'refused') throw new Error(done.sentence)
}
