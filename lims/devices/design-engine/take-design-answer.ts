import { lstat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { valueOf, type Message } from '@ils/oma/records/message'
import { fieldsOf, unquoted } from '@ils/oma/records/read-value'
import { textOf } from '@ils/oma/records/write-message'
import { fileKind } from '@ils/oma/session/file-message'
import { system } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { keepDesignAnswer, type AnsweredLens, type KeptAnswer } from '../../production/public.ts'
import type { Dealt } from '../folders/deal-with-files.ts'
import type { Folders } from '../folders/open-folders.ts'
import type { Engine } from './engine-of-line.ts'
import { finishDesigned } from './finish-designed.ts'
import { readAnswer, type AnsweredEye, type SurfaceFile } from './read-answer.ts'
import { sayDesign } from './say-design.ts'
import { endRequest, lockOpenRequest, requestsOfJobs, type RequestRow } from './store.ts'

interface AnswerDesk {
  readonly line: string
  readonly engine: Engine
  readonly folders: Folders
}

type Eye = 'right' | 'left'

/** A design engine answered: the job keeps it, the rules judge it, and the step ends or a person has to look. */
export async function takeDesignAnswer(app: App, { engine, folders }: AnswerDesk, message: Message): Promise<Dealt> {
  if (fileKind(message) !== 'LMS')
    return { as: 'failed', text: 'REQ: a design engine answers with LMS in its first record' }
  const jobId = unquoted(fieldsOf(valueOf(message, 'JOB') ?? '')[0] ?? '').trim()
  const actor = system(engine.machine.id)
  const taken = await refusable(() =>
    inTransaction(app.db, async (trx) => {
      const request = await lockOpenRequest(trx, engine.machine.id, jobId)
      if (!request) return undefined
      const read = Object.fromEntries(request.eyes.map((eye) => [eye, readAnswer(message, eye)] as const))
      const files = Object.values(read).flatMap((one) => one.files)
      const there = await Promise.all(files.map((file) => isThere(file, folders)))
      const missing = new Set(files.filter((_, at) => there[at] !== true))
      const lenses = Object.fromEntries(
        request.eyes.flatMap((eye): [Eye, AnsweredLens][] => {
          const said = read[eye]
          return said ? [[eye, lensOf(request, eye, said, missing, engine)]] : []
        }),
      )
      const kept = await keepDesignAnswer(app, trx, actor, { jobId, step: engine.step, lenses, by: engine.machine.id })
      const end = endOf(kept, Object.values(read), app.clock.now())
      const paths = [...new Set(files.map(({ path }) => path))]
      await endRequest(trx, request.id, { ...end, answer: { ...read, text: textOf(message) }, files })
      await sayDesign(app, trx, actor, request, { state: end.state, note: end.note, files: paths })
      return { request, kept }
    }),
  )
  if (taken instanceof Refusal) return { as: 'failed', text: taken.message }
  if (!taken) return again(app, engine, jobId)
  if (taken.kept.outcome === 'accepted') await finishDesigned(app, engine, jobId, taken.request)
  return { as: 'done', text: '' }
}

/** An answer that says what no fact can be is put away with the reason, and asked for again in its time. */
async function refusable<T>(work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

function lensOf(
  ...[request, eye, said, missing, { machines }]: [RequestRow, Eye, AnsweredEye, ReadonlySet<SurfaceFile>, Engine]
): AnsweredLens {
  const { severity, text, figures, files } = said
  const paths = files.flatMap(({ path, dev }): [string, string][] => {
    if (dev === null) return [['LDPATH', path]]
    return [...machines.values()].filter((one) => one.dev === dev).map(({ id }) => [`LDPATH@${id}`, path])
  })
  return {
    attempt: Number(
      request.making
        .split('+')
        .find((key) => key.startsWith(eye))
        ?.slice(eye.length) ?? 1,
    ),
    facts: {
      ...figures,
      ...{ severity, ...(text !== '' && { text }) },
      file: files.length > 0 && files.every((file) => !missing.has(file)),
    },
    labels: { ...said.labels, ...Object.fromEntries(paths) },
  }
}

function endOf(kept: KeptAnswer, said: readonly AnsweredEye[], at: Date) {
  const warned = said.flatMap(({ text }) => (text === '' ? [] : [text])).join('; ')
  if (kept.outcome === 'late') {
    return { state: 'failed', note: 'The lenses that were asked for do not wait for it any more', at } as const
  }
  if (kept.outcome === 'accepted') return { state: 'answered', note: warned === '' ? null : warned, at } as const
  const refused = said.some(({ severity }) => severity === 'error')
  return { state: refused ? 'refused' : 'failed', note: kept.reason, at } as const
}

/** Nobody waits for it: it came twice, too late, or from a run of ours that ended before its file was put away. */
async function again(app: App, engine: Engine, jobId: string): Promise<Dealt> {
  const [last] = await requestsOfJobs(app.db, engine.machine.id, [jobId])
  if (!last) return { as: 'failed', text: `JOB: ${engine.machine.id} was asked for no job ${jobId.slice(0, 60)}` }
  if (last.state === 'answered') await finishDesigned(app, engine, jobId, last)
  return { as: 'done', text: `answered before: ${last.state}` }
}

/** A path of another computer is known here by its last part: the engine writes its surface files beside its answer. */
async function isThere({ path }: SurfaceFile, folders: Folders): Promise<boolean> {
  const name = basename(path.replaceAll('\\', '/'))
  if (name === '' || name === '.' || name === '..') return false
  for (const folder of [folders.in, folders.done]) {
    const found = await lstat(join(folder, name)).catch(() => undefined)
    if (found?.isFile() === true) return true
  }
  return false
}
