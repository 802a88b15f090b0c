import { writeMessage } from '@ils/oma/records/write-message'
import { system } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import type { App } from '../../app.ts'
import { applyScan, jobAtMachine, jobsAtStep, type JobAtMachine, type StandingJob } from '../../production/public.ts'
import type { Folders } from '../folders/open-folders.ts'
import { writeWhole } from '../folders/write-whole.ts'
import type { LineRow } from '../lines/store.ts'
import type { MessageKeeper } from '../messages/keep-messages.ts'
import type { Engine } from './engine-of-line.ts'
import { finishDesigned } from './finish-designed.ts'
import { requestMessage } from './request-message.ts'
import { sayDesign } from './say-design.ts'
import { askAgain, endRequest, insertRequest, requestsOfJobs, updateDue, type RequestRow } from './store.ts'

const MOST_STANDING = 5000
const USUAL_MINUTES = 30
const MOST_ASKED = 3

/** Which engine jobs at the step belong to: what a decision says of it does not change while they stand there. */
export interface Asking {
  readonly engines: Map<string, string>
}

export const openAsking = (): Asking => ({ engines: new Map() })

export interface AskingAt {
  readonly app: App
  readonly line: LineRow
  readonly messages: MessageKeeper
  readonly engine: Engine
  readonly folders: Folders
  readonly asking: Asking
}

/**
 * What stands at the step of the engine is asked for, once; what was not answered in time is asked again, and at last a
 * person has to look. Everything is read from what is kept, so a process that dies leaves nothing undone.
 */
export async function askForDesigns(at: AskingAt): Promise<void> {
  const { app, engine, asking } = at
  const standing = await jobsAtStep(app.db, engine.step, MOST_STANDING)
  forget(asking, standing)
  const ours: StandingJob[] = []
  for (const job of standing) if ((await engineFor(app, asking, job.jobId)) === engine.machine.id) ours.push(job)
  if (ours.length === 0) return
  const rows = await requestsOfJobs(
    app.db,
    engine.machine.id,
    ours.map(({ jobId }) => jobId),
  )
  for (const job of ours) {
    const last = rows.find(({ job_id, making }) => job_id === job.jobId && covers(making, job))
    await ask(at, job, last)
  }
}

async function ask(at: AskingAt, job: StandingJob, last: RequestRow | undefined): Promise<void> {
  const { app, engine } = at
  const now = app.clock.now()
  if (last?.state === 'answered') {
    // The process ended between the answer and the step, or the job was held meanwhile.
    await finishDesigned(app, engine, job.jobId, last)
  } else if (last?.state !== 'asked') {
    // Never asked, or a person let the job go on after what was wrong.
    await begin(at, job, now)
  } else if (last.due_at.getTime() <= last.asked_at.getTime()) {
    await write(at, last)
  } else if (last.due_at <= now && last.attempt < MOST_ASKED) {
    const attempt = last.attempt + 1
    const again = { ...last, attempt, file: fileName(last.id, attempt) }
    await askAgain(app.db, last.id, attempt, again.file, now)
    await write(at, again)
  } else if (last.due_at <= now) await giveUp(at, last)
}

async function begin(at: AskingAt, { jobId, lenses }: StandingJob, now: Date): Promise<void> {
  const { app, line, engine } = at
  const id = app.ids('dsr')
  const eyes = lenses.map(({ eye }) => eye)
  const making = lenses.map(keyOf).join('+')
  const row = {
    id,
    line: line.id,
    engine: engine.machine.id,
    job_id: jobId,
    eyes,
    making,
    file: fileName(id, 1),
    asked_at: now,
  }
  if (await insertRequest(app.db, row)) await write(at, { ...row, attempt: 1 })
}

/** The row says that the file is due until it is written: after a crash it is written again, and is the same. */
async function write(
  at: AskingAt,
  row: Pick<RequestRow, 'id' | 'job_id' | 'eyes' | 'file' | 'attempt'>,
): Promise<void> {
  const { app, line, messages, engine, folders } = at
  const found = await jobAtMachine(app.db, row.job_id)
  if (!found) return
  const message = await requestMessage(app, line, engine, found, row.eyes)
  await writeWhole(folders.out, row.file, writeMessage(message))
  const minutes = line.settings.answerMinutes ?? USUAL_MINUTES
  await updateDue(app.db, row.id, new Date(app.clock.now().getTime() + minutes * 60_000))
  messages.said(line.id, 'out', 'LDS', message)
  await applyScan(app, system(engine.machine.id), {
    ...{ scanId: `design:${row.id}:start`, verb: 'start', job: row.job_id, station: engine.step },
    machine: engine.machine.id,
  })
}

async function giveUp({ app, line, engine }: AskingAt, row: RequestRow): Promise<void> {
  const minutes = line.settings.answerMinutes ?? USUAL_MINUTES
  const note = `${engine.machine.id} did not answer: it was asked ${MOST_ASKED} times, ${minutes} minutes each`
  const actor = system(engine.machine.id)
  // Held first: a request that is given up is asked anew for a job that still stands there.
  await applyScan(app, actor, {
    ...{ scanId: `design:${row.id}:hold`, verb: 'hold', job: row.job_id, reason: note, owner: 'optics' },
  })
  await inTransaction(app.db, async (trx) => {
    await endRequest(trx, row.id, { state: 'failed', note, answer: null, files: [], at: app.clock.now() })
    await sayDesign(app, trx, actor, row, { state: 'failed', note, files: [] })
  })
}

async function engineFor(app: App, { engines }: Asking, jobId: string): Promise<string> {
  const known = engines.get(jobId)
  if (known !== undefined) return known
  const found = await jobAtMachine(app.db, jobId)
  const engine = found ? engineOfMaking(found) : ''
  engines.set(jobId, engine)
  return engine
}

function engineOfMaking({ making }: JobAtMachine): string {
  const slots = [making.lenses.right?.make, making.lenses.left?.make, making.job.make]
  return slots.map((make) => make?.['program.engine']).find((value) => typeof value === 'string') ?? ''
}

function forget({ engines }: Asking, standing: readonly StandingJob[]): void {
  const here = new Set(standing.map(({ jobId }) => jobId))
  for (const jobId of engines.keys()) if (!here.has(jobId)) engines.delete(jobId)
}

const fileName = (id: string, attempt: number): string => `${id}-${attempt}.lds`

const keyOf = ({ eye, attempt }: StandingJob['lenses'][number]): string => `${eye}${attempt}`

/** Of a pair one lens may be through already. */
const covers = (making: string, { lenses }: StandingJob): boolean => {
  const asked = making.split('+')
  return lenses.every((lens) => asked.includes(keyOf(lens)))
}
