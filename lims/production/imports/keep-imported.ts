import type { ImportAnswer } from '@ils/contract/imports'
import type { Actor } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { recordMany, type Said } from '@ils/platform/events/record-event'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { keepJudgements } from '../../releases/public.ts'
import { reserveBlanks } from '../../stock/public.ts'
import { lensesOnly, type JobOnFloor } from '../floor/job-on-floor.ts'
import { lockTray } from '../floor/store.ts'
import { refused, thereAlready } from './answers-to-lines.ts'
import type { JobOfLine } from './job-of-line.ts'
import type { SaidOfLine } from './said-of-line.ts'
import { claimImports, findImports, insertJobs } from './store.ts'

export interface LineToKeep {
  readonly line: number
  readonly externalId: string
  readonly said: SaidOfLine
  readonly made: JobOfLine
}

/** Keeps what was read of lines, all in one transaction; what somebody else brought meanwhile is compared with it. */
export async function keepImported(app: App, actor: Actor, lines: readonly LineToKeep[]): Promise<ImportAnswer[]> {
  if (lines.length === 0) return []
  try {
    return await inTransaction(app.db, async (trx) => {
      const rows = lines.map(({ externalId, said, made }) => ({ external_id: externalId, job_id: made.job.id, said }))
      const ours = await claimImports(trx, rows, app.clock.now())
      const theirs = await findImports(
        trx,
        lines.flatMap(({ externalId }) => (ours.has(externalId) ? [] : [externalId])),
      )
      await keepJobs(
        { app, trx, actor },
        lines.filter(({ externalId }) => ours.has(externalId)).map(({ made }) => made),
      )
      return lines.map(({ line, externalId, said, made }): ImportAnswer => {
        const before = theirs.get(externalId)
        if (before) return thereAlready(before, said, line)
        return { line, externalId, result: 'made', jobId: made.job.id, message: made.remark, causes: [] }
      })
    })
  } catch (error) {
    const [only] = lines
    // Whatever is refused here is refused of the one open job that is kept by itself.
    if (!(error instanceof Refusal) || !only || lines.length > 1) throw error
    const field = `lines.${only.line}`
    const causes = error.causes.map((cause) => ({ ...cause, field: `${field}.${cause.field}` }))
    return [refused(only.line, only.externalId, causes)]
  }
}

interface Keeping {
  readonly app: App
  readonly trx: Trx
  readonly actor: Actor
}

async function keepJobs({ app, trx, actor }: Keeping, jobs: readonly JobOfLine[]): Promise<void> {
  if (jobs.length === 0) return
  for (const { job } of jobs) await mustHaveItsTray(trx, job)
  const kept = await keepJudgements(
    app,
    trx,
    jobs.flatMap(({ judgement }) => judgement ?? []),
  )
  let next = 0
  const proved = jobs.map((one) => {
    const proof = one.judgement === null ? undefined : kept[next++]
    const version = one.told.reduce((all, { facts }) => all + facts.length, 0)
    const judged = { judgementId: proof?.id ?? null, decisionHash: proof?.decisionHash ?? null }
    return { ...one, job: { ...one.job, ...judged, version } }
  })
  await insertJobs(trx, proved)
  for (const { job } of proved) {
    if (job.endedAt !== null) continue
    const wishes = lensesOnly(job).flatMap(({ eye, opc, attempt, picked }) =>
      eye === 'pair' || opc === null || picked ? [] : [{ eye, opc, attempt }],
    )
    await reserveBlanks(app, trx, job.id, wishes)
  }
  await recordMany(app, trx, proved.flatMap(saidOf), actor)
}

async function mustHaveItsTray(trx: Trx, { tray }: JobOnFloor): Promise<void> {
  const lying = tray === null ? null : await lockTray(trx, tray)
  if (lying === null) return
  const message = `tray: ${tray ?? ''} holds job ${lying}`
  throw new Refusal('conflict', message, {
    causes: [{ code: 'tray_taken', field: 'tray', message, value: tray, limit: lying }],
  })
}

/** Each of the facts is a change of the job of its own, at the time at which it happened. */
function saidOf({ job, told }: JobOfLine): Said[] {
  let version = 0
  return told.flatMap(({ at, status, facts }) =>
    facts.map(({ kind, data }): Said => {
      version += 1
      const about = { jobId: job.id, orderRef: job.orderRef, status, imported: true }
      return {
        kind,
        fact: {
          ...{ subject: job.id, subjectVersion: version, practice: job.practice, at },
          ...{ releaseId: String(job.release), data: { ...about, ...data } },
        },
      }
    }),
  )
}
