import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ImportAnswer, ImportedJob } from '@ils/contract/imports'
import { openStates } from '@ils/contract/job-states'
import type { Actor } from '@ils/platform/actor'
import type { Line } from '@ils/platform/http/read-lines'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { mustBeOfTheLab } from '../floor/policy.ts'
import { gatherLines } from './gather-lines.ts'
import { refused, thereAlready } from './answers-to-lines.ts'
import { jobOfLine } from './job-of-line.ts'
import { keepImported, type LineToKeep } from './keep-imported.ts'
import { saidOfLine } from './said-of-line.ts'
import { findImports, type ImportRow } from './store.ts'

type Asked = Line<ImportedJob>

type Waiting = { readonly answer: ImportAnswer } | { readonly prepared: LineToKeep; readonly isOpen: boolean }

const MOST_AT_ONCE = 200
const AT_A_STRETCH_MS = 10

/** Brings jobs line by line. Closed ones are kept many at a time, open ones each by itself: its tray may be taken. */
export async function importJobs(
  app: App,
  actor: Actor,
  lines: AsyncIterable<Asked>,
  signal: AbortSignal,
): Promise<AsyncGenerator<ImportAnswer>> {
  mustBeOfTheLab(actor)
  // Refuses before the first line where no rules are in force.
  await app.rules.inForce(null)
  return answersTo(app, actor, lines, signal)
}

async function* answersTo(
  app: App,
  actor: Actor,
  lines: AsyncIterable<Asked>,
  signal: AbortSignal,
): AsyncGenerator<ImportAnswer> {
  let keeping: Promise<ImportAnswer[]> = Promise.resolve([])
  let before: ReadonlyMap<string, string> = new Map()
  for await (const gathered of gatherLines(lines, MOST_AT_ONCE)) {
    // One number twice among them: the second is compared with the first when that one is there.
    for (const part of withoutRepeats(gathered)) {
      // The database writes the lines before while these are read and judged.
      const [answers, { waiting, jobIds }] = await Promise.all([keeping, preparePart(app, actor, part, before)])
      yield* answers
      before = jobIds
      keeping = keptAndAnswered(app, actor, waiting)
      // Whoever waits for it hears of a failure then; until that it is nobody's.
      keeping.catch(() => undefined)
    }
    if (signal.aborted) throw new Refusal('not_ready', 'This process is stopping: send the rest once more')
    if (gathered.length < MOST_AT_ONCE) {
      yield* await keeping
      keeping = Promise.resolve([])
    }
  }
  yield* await keeping
}

function withoutRepeats(lines: readonly Asked[]): (readonly Asked[])[] {
  const parts: Asked[][] = [[]]
  let seen = new Set<string>()
  for (const line of lines) {
    const id = line.ok ? line.value.externalId : ''
    if (line.ok && seen.has(id)) {
      parts.push([])
      seen = new Set()
    }
    seen.add(id)
    parts.at(-1)?.push(line)
  }
  return parts
}

interface PreparedPart {
  readonly waiting: readonly Waiting[]
  /** By external id; what stands in lines that are being kept is not to be found in the database yet. */
  readonly jobIds: ReadonlyMap<string, string>
}

async function preparePart(
  app: App,
  actor: Actor,
  lines: readonly Asked[],
  before: ReadonlyMap<string, string>,
): Promise<PreparedPart> {
  const named = lines.flatMap((line) => (line.ok ? [line.value.externalId, line.value.original ?? ''] : []))
  const known = await findImports(app.db, named)
  const jobIds = new Map<string, string>()
  const jobIdOf = (id: string) => jobIds.get(id) ?? before.get(id) ?? known.get(id)?.job_id ?? null
  const waiting: Waiting[] = []
  let began = performance.now()
  for (const line of lines) {
    waiting.push(await prepare(app, actor, line, known, { jobIds, jobIdOf }))
    if (performance.now() - began < AT_A_STRETCH_MS) continue
    await nextTurn()
    began = performance.now()
  }
  return { waiting, jobIds }
}

interface Numbers {
  readonly jobIds: Map<string, string>
  readonly jobIdOf: (externalId: string) => string | null
}

async function prepare(
  app: App,
  actor: Actor,
  line: Asked,
  known: ReadonlyMap<string, ImportRow>,
  { jobIds, jobIdOf }: Numbers,
): Promise<Waiting> {
  const { number } = line
  if (!line.ok) return { answer: refused(number, null, line.causes) }
  const { externalId, original } = line.value
  const field = `lines.${number}`
  const said = saidOfLine(line.value)
  const before = known.get(externalId)
  if (before) return { answer: thereAlready(before, said, number) }
  const originalId = original === undefined ? null : jobIdOf(original)
  try {
    const read = await jobOfLine(line.value, { app, actor, field, originalId })
    if (read.causes) return { answer: refused(number, externalId, read.causes) }
    const isOpen = openStates.some((state) => state === line.value.status)
    // An open one may still be refused for its tray: others can only hang on it once it is there.
    if (!isOpen) jobIds.set(externalId, read.made.job.id)
    return { prepared: { line: number, externalId, said, made: read.made }, isOpen }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const causes = error.causes.map((cause) => ({ ...cause, field: `${field}.order.${cause.field}` }))
    return { answer: refused(number, externalId, causes, error.message) }
  }
}

/** In their order: what is closed and stands together goes together. */
async function keptAndAnswered(app: App, actor: Actor, waiting: readonly Waiting[]): Promise<ImportAnswer[]> {
  const answers: ImportAnswer[] = []
  let closed: LineToKeep[] = []
  const flush = async (): Promise<void> => {
    answers.push(...(await keepImported(app, actor, closed)))
    closed = []
  }
  for (const one of waiting) {
    if ('prepared' in one && !one.isOpen) {
      closed.push(one.prepared)
      continue
    }
    await flush()
    answers.push(...('answer' in one ? [one.answer] : await keepImported(app, actor, [one.prepared])))
  }
  await flush()
  return answers
}
