import type { AnswerOf } from '@ils/contract/endpoint'
import type { limsApi } from '@ils/contract/lims'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { findTrayRow, scansOfTray } from '../views.ts'

type Tray = AnswerOf<(typeof limsApi)['findTray']>

/** What lies in a tray and where it was seen last: how a lost one is found. */
export async function showTray({ db }: App, tray: string): Promise<Tray> {
  const bound = await findTrayRow(db, tray)
  const seen = await scansOfTray(db, tray, bound?.id ?? null)
  if (!bound && seen.length === 0) {
    const message = `No tray ${tray} was ever scanned`
    throw new Refusal('not_found', message, {
      causes: [{ code: 'unknown_tray', field: 'params.tray', message, value: tray }],
    })
  }
  return {
    ...{ tray, jobId: bound?.id ?? null, status: bound?.state ?? null },
    since: bound?.tray_since?.toISOString() ?? null,
    seen: seen.map(({ station, at, operator, verb }) => ({
      station: station ?? '',
      at: at.toISOString(),
      operator,
      verb,
    })),
  }
}
