import { limsApi } from '@ils/contract/lims'
import { pageOf, readPosition } from '@ils/platform/db/page'
import { binderFor } from '@ils/platform/http/binding'
import type { App } from '../app.ts'
import { applyScan } from './floor/apply-scan.ts'
import { applyScans } from './floor/apply-scans.ts'
import { listBatchRows } from './floor/batches/store.ts'
import { mustBeOfTheLab } from './floor/policy.ts'
import { labOf } from './lab/lab-of-release.ts'
import { showStations } from './lab/show-stations.ts'
import { showTray } from './floor/show-tray.ts'
import { showBatch, showQueueLine } from './floor/show-queue.ts'
import { queueOfStation } from './views.ts'
import { mustBeStation } from './lab/must-be-station.ts'

const bind = binderFor<App>()

export const floorRoutes = [
  bind(limsApi.scan, async ({ app, actor, body }) => ({ body: await applyScan(app, actor, body) })),
  bind(limsApi.scanMany, async ({ app, actor, body }) => ({
    body: { answers: await applyScans(app, actor, body.scans) },
  })),
  bind(limsApi.stationQueue, async ({ app, actor, params, query }) => {
    mustBeOfTheLab(actor)
    const { release } = await app.rules.inForce(null)
    const lab = labOf(release.compiled)
    mustBeStation(lab, params.station)
    const [latestStart, rush, jobId, eye] = readPosition(query.after, 4) ?? []
    const rows = await queueOfStation(app.db, {
      station: params.station,
      limit: query.limit + 1,
      after:
        latestStart === undefined
          ? undefined
          : { latestStart: new Date(latestStart), rush: Number(rush), jobId: String(jobId), eye: String(eye) },
    })
    const now = app.clock.now()
    return {
      body: pageOf(
        rows,
        query.limit,
        (row) => [row.latest_start.toISOString(), row.rush, row.job_id, row.eye],
        (row) => showQueueLine(row, lab, now),
      ),
    }
  }),
  bind(limsApi.listStations, async ({ app, actor }) => {
    mustBeOfTheLab(actor)
    return { body: { stations: await showStations(app) } }
  }),
  bind(limsApi.listBatches, async ({ app, actor, query }) => {
    mustBeOfTheLab(actor)
    const [openedAt, id] = readPosition(query.after, 2) ?? []
    const rows = await listBatchRows(app.db, {
      limit: query.limit + 1,
      after: openedAt === undefined ? undefined : { openedAt: new Date(openedAt), id: String(id) },
      ...{ station: query.station, state: query.state },
    })
    return { body: pageOf(rows, query.limit, (row) => [row.opened_at.toISOString(), row.id], showBatch) }
  }),
  bind(limsApi.findTray, async ({ app, actor, params }) => {
    mustBeOfTheLab(actor)
    return { body: await showTray(app, params.tray) }
  }),
]
