import type { Impact } from '@ils/contract/impacts'
import { inTransaction } from '@ils/platform/db/transaction'
import type { RunningTask } from '@ils/platform/queue/task'
import { runInThread } from '@ils/platform/threads/run-in-thread'
import { ThreadFailed } from '@ils/platform/threads/thread-failed'
import { threadModule } from '@ils/platform/threads/thread-module'
import type { App } from '../../app.ts'
import { callGate } from '../gates/store.ts'
import { findImpact, findPastOrders, insertChanges, readOrders, type ImpactRow } from './store.ts'
import type { Batch, Compared, FoundChange, ImpactFound, ImpactTold } from './preview-impact.ts'
import { findRulebookText } from '../contents/store.ts'
import { runImpactTask } from '../tasks.ts'

type Task = RunningTask<{ impactId: string }>

const HEAP_MB = 2048
// Two batches are in the thread when somebody stops it: no more than can be judged within a second.
const BATCH = 500
const NOTE_EVERY_MS = 250

/** Judges the past orders of a preview in a thread. A run whose worker was lost begins again and finds the same. */
export async function runImpact(app: App, task: Task, heapMb = HEAP_MB): Promise<void> {
  const impact = await findImpact(app.db, task.data.impactId)
  if (!impact || (impact.state !== 'waiting' && impact.state !== 'running')) return
  try {
    const { found, isCancelled, total } = await judgePast(app, task, impact, heapMb)
    await end(app, task, impact.id, isCancelled ? 'cancelled' : 'done', {
      ...{ total, judged: found.judged, changed: found.changed, price_difference: found.priceDifference },
      ...{ tallies: found.tallies, sentences: found.sentences },
    })
  } catch (error) {
    const isHopeless = error instanceof ThreadFailed || task.attempt >= runImpactTask.attempts
    if (task.signal.aborted || !isHopeless) throw error
    app.log.error({ err: error, impactId: impact.id }, 'an impact preview failed')
    await end(app, task, impact.id, 'failed', { failure: error instanceof Error ? error.message : String(error) })
  }
}

async function end(
  app: App,
  task: Task,
  id: string,
  state: Impact['state'],
  more: Record<string, unknown>,
): Promise<void> {
  await inTransaction(app.db, async (trx) => {
    await callGate(trx, 'end_impact', { id, state, at: app.clock.now(), ...more })
    await task.settle(trx)
  })
}

interface Judged {
  readonly found: ImpactFound
  readonly isCancelled: boolean
  readonly total: number
}

async function judgePast(app: App, task: Task, impact: ImpactRow, heapMb: number): Promise<Judged> {
  const { id, before_hash, after_hash } = impact
  const { newest, count: total } = await findPastOrders(app.db, impact.at, impact.wanted)
  const [before, after] = await Promise.all([
    findRulebookText(app.db, before_hash),
    findRulebookText(app.db, after_hash),
  ])
  const progress = openProgress(app, id, total)
  await progress.note()
  let below = newest + 1
  let left = total
  let waiting: FoundChange[] = []

  async function next(): Promise<Batch> {
    // Before more is given out: what was found never piles up.
    const changes = waiting
    waiting = []
    const [, batch] = await Promise.all([
      insertChanges(app.db, id, changes),
      left > 0 ? readOrders(app.db, below, Math.min(BATCH, left)) : undefined,
    ])
    const isStopped = progress.isCancelled()
    if (isStopped || !batch) return { orders: null, isStopped }
    below = batch.oldest
    left -= batch.count
    return { orders: batch.text, isStopped }
  }

  const module = threadModule(import.meta.url, 'impact-thread')
  const compared: Compared = { before, after }
  const found = await runInThread<Compared, ImpactTold, ImpactFound>(module, compared, {
    ...{ signal: task.signal, heapMb, onAsk: next },
    onTold({ judged, changes }) {
      waiting.push(...changes)
      progress.saw(judged, changes.length)
    },
  }).finally(() => progress.close())
  await insertChanges(app.db, id, waiting)
  return { found, total, isCancelled: progress.isCancelled() }
}

/** Says how far it is, now and then, and hears whether anybody still wants to know. */
function openProgress(app: App, id: string, total: number) {
  let [judged, changed, isCancelled] = [0, 0, false]
  let noting: Promise<void> | undefined

  async function note(): Promise<void> {
    const { state } = await callGate<{ state: Impact['state'] }>(app.db, 'note_impact', { id, total, judged, changed })
    isCancelled = state === 'cancelled'
  }
  const timer = setInterval(() => {
    noting ??= note()
      .catch((error: unknown) => {
        app.log.warn({ err: error, impactId: id }, 'the progress of an impact preview could not be noted')
      })
      .finally(() => {
        noting = undefined
      })
  }, NOTE_EVERY_MS)
  return {
    note,
    isCancelled: () => isCancelled,
    saw(judgedNow: number, changes: number): void {
      judged = judgedNow
      changed += changes
    },
    async close(): Promise<void> {
      clearInterval(timer)
      await noting
    },
  }
}
