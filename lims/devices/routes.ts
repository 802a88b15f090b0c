import { limsApi } from '@ils/contract/lims'
import { pageOf, readPosition } from '@ils/platform/db/page'
import { binderFor } from '@ils/platform/http/binding'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../app.ts'
import { putLine } from './lines/put-line.ts'
import { removeLine, unknownLine } from './lines/remove-line.ts'
import { showLine } from './lines/show-line.ts'
import { findLine, listLineRows } from './lines/store.ts'
import { messagesOfLine } from './messages/store.ts'
import { refusalsOfLine } from './peers/store.ts'
import { mustBeOfTheLab } from './policy.ts'
import { drawTrace, showTrace } from './traces/show-trace.ts'
import { findTrace, listTraceRows } from './traces/store.ts'
import { listDesignRequestRows, showDesignRequest } from './views.ts'

const bind = binderFor<App>()

const LAST = 100

/** Time and id, as both lists are ordered. */
function afterOf(text: string | undefined): { at: Date; id: string } | undefined {
  const [at, id] = readPosition(text, 2) ?? []
  return at === undefined ? undefined : { at: new Date(at), id: String(id) }
}

export const deviceRoutes = [
  bind(limsApi.listLines, async ({ app, actor }) => {
    mustBeOfTheLab(actor)
    return { body: { lines: (await listLineRows(app.db)).map(showLine) } }
  }),
  bind(limsApi.getLine, async ({ app, actor, params: { lineId } }) => {
    mustBeOfTheLab(actor)
    const line = await findLine(app.db, lineId)
    if (!line) throw unknownLine(lineId)
    const [refused, messages] = await Promise.all([
      refusalsOfLine(app.db, lineId, LAST),
      messagesOfLine(app.db, lineId, LAST),
    ])
    return {
      body: {
        ...showLine(line),
        known: line.known,
        refused: refused.map(({ peer, reason, times, first_at, last_at }) => ({
          ...{ peer, reason, times, firstAt: first_at.toISOString(), lastAt: last_at.toISOString() },
        })),
        messages: messages.map(({ line: _, at, ...message }) => ({ ...message, at: at.toISOString() })),
      },
    }
  }),
  bind(limsApi.putLine, async ({ app, actor, params, body }) => ({
    body: await putLine(app, actor, params.lineId, body),
  })),
  bind(limsApi.removeLine, async ({ app, actor, params }) => ({ body: await removeLine(app, actor, params.lineId) })),
  bind(limsApi.listTraces, async ({ app, actor, query }) => {
    mustBeOfTheLab(actor)
    const { limit, job } = query
    const rows = await listTraceRows(app.db, { limit: limit + 1, after: afterOf(query.after), job })
    return { body: pageOf(rows, limit, (row) => [row.at.toISOString(), row.id], showTrace) }
  }),
  bind(limsApi.getTrace, async ({ app, actor, params: { traceId } }) => {
    mustBeOfTheLab(actor)
    const row = await findTrace(app.db, traceId)
    if (!row) throw new Refusal('not_found', `There is no trace ${traceId}`)
    return { body: drawTrace(row) }
  }),
  bind(limsApi.listDesignRequests, async ({ app, actor, query }) => {
    mustBeOfTheLab(actor)
    const { limit, job, state } = query
    const rows = await listDesignRequestRows(app.db, { limit: limit + 1, after: afterOf(query.after), job, state })
    return { body: pageOf(rows, limit, (row) => [row.asked_at.toISOString(), row.id], showDesignRequest) }
  }),
]
