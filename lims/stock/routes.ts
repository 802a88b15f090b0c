import { limsApi } from '@ils/contract/lims'
import { pageOf, readPosition } from '@ils/platform/db/page'
import { binderFor } from '@ils/platform/http/binding'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../app.ts'
import { adoptBlanks } from './blanks/adopt-blanks.ts'
import { putBlank } from './blanks/put-blank.ts'
import { showBlank, showMove, toOrder } from './blanks/show.ts'
import { findBlank } from './blanks/store.ts'
import { listBlanks, listLots, listMoves } from './blanks/views.ts'
import { countLot } from './moves/count-lot.ts'
import { receiveBlanks } from './moves/receive-blanks.ts'
import { mustBeOfTheLab } from './policy.ts'

const bind = binderFor<App>()

const MOST_LOTS = 200
const LAST_MOVES = 50

const afterOpc = (after: string | undefined): string | undefined => {
  const opc = readPosition(after, 1)?.[0]
  return opc === undefined ? undefined : String(opc)
}

export const stockRoutes = [
  bind(limsApi.listBlanks, async ({ app, actor, query }) => {
    mustBeOfTheLab(actor)
    const { opc: prefix, product, due, limit } = query
    const rows = await listBlanks(app.db, { after: afterOpc(query.after), limit: limit + 1, prefix, product, due })
    return { body: pageOf(rows, limit, ({ opc }) => [opc], showBlank) }
  }),
  bind(limsApi.getBlank, async ({ app, actor, params: { opc } }) => {
    mustBeOfTheLab(actor)
    const row = await findBlank(app.db, opc)
    if (!row) throw new Refusal('not_found', `The lab keeps no stock of ${opc}`)
    const [lots, moves] = await Promise.all([listLots(app.db, opc, MOST_LOTS), listMoves(app.db, opc, LAST_MOVES)])
    return {
      body: {
        ...showBlank(row),
        lots: lots.map(({ lot, on_hand, received_at }) => ({
          lot,
          onHand: on_hand,
          receivedAt: received_at.toISOString(),
        })),
        moves: moves.map(showMove),
      },
    }
  }),
  bind(limsApi.putBlank, async ({ app, actor, params, body }) => ({
    body: await putBlank(app, actor, params.opc, body),
  })),
  bind(limsApi.adoptBlanks, async ({ app, actor, body }) => ({ body: await adoptBlanks(app, actor, body) })),
  bind(limsApi.receiveBlanks, async ({ app, actor, body }) => ({ body: await receiveBlanks(app, actor, body) })),
  bind(limsApi.countLot, async ({ app, actor, body }) => ({ body: await countLot(app, actor, body) })),
  bind(limsApi.listReorders, async ({ app, actor, query }) => {
    mustBeOfTheLab(actor)
    const { supplier, limit } = query
    const rows = await listBlanks(app.db, { after: afterOpc(query.after), limit: limit + 1, supplier, due: true })
    return {
      body: pageOf(
        rows,
        limit,
        ({ opc }) => [opc],
        (row) => ({ ...showBlank(row), toOrder: toOrder(row) }),
      ),
    }
  }),
]
