import type { AuditEntry } from '@ils/contract/audit'
import { limsApi } from '@ils/contract/lims'
import { listEntries, type ListedEntry } from '@ils/platform/audit/store'
import { verifyChains } from '@ils/platform/audit/verify-chain'
import { pageOf, readPosition } from '@ils/platform/db/page'
import { binderFor } from '@ils/platform/http/binding'
import type { App } from '../app.ts'
import { mustManageTheLab } from './policy.ts'

const bind = binderFor<App>()

function showEntry(row: ListedEntry): AuditEntry {
  return { ...row, at: row.at.toISOString() }
}

export const auditRoutes = [
  bind(limsApi.listAudit, async ({ app, actor, query }) => {
    mustManageTheLab(actor)
    const before = readPosition(query.after, 1)?.[0]
    const { tenant, action, subject, limit } = query
    const rows = await listEntries(app.db, {
      tenant,
      action,
      subject,
      before: before === undefined ? undefined : String(before),
      limit: limit + 1,
    })
    return { body: pageOf(rows, limit, (row) => [row.id], showEntry) }
  }),
  bind(limsApi.verifyAudit, async ({ app, actor }) => {
    mustManageTheLab(actor)
    return { body: await verifyChains(app.db) }
  }),
]
