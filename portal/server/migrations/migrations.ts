import { auditGrants, auditTables } from '@ils/platform/audit/tables'
import type { Migration } from '@ils/platform/db/migrate'
import { eventGrants, eventTables } from '@ils/platform/events/tables'
import { idempotencyGrants, idempotencyTables } from '@ils/platform/idempotency/tables'
import { queueGrants, queueTables } from '@ils/platform/queue/tables'
import { accessGrants, accessTables, outboxTables, readGrants, readTables } from '../access/tables.ts'
import { catalogueGrants, catalogueTables, newsGrants, newsTables } from '../catalogue/tables.ts'
import { limsNewsGrants, limsNewsTables, limsToldTables } from '../events/tables.ts'
import { noticeTables, orderGrants, orderTables, templateGrants, templateTables } from '../orders/tables.ts'
import { patientGrants, patientTables, retentionTables } from '../patients/tables.ts'
import { practiceGrants, practiceTables, supplierGrants, supplierTables } from '../practices/tables.ts'

export const PORTAL_SCHEMA = 'portal'
export const PORTAL_ROLE = 'ils_portal'

/** Every step of the schema, by hand and in order. A released one never changes. */
export const portalMigrations: readonly Migration[] = [
  { id: '0001-foundation', sql: [idempotencyTables, eventTables, queueTables(), auditTables].join('\n') },
  { id: '0002-access', sql: accessTables },
  { id: '0003-practices', sql: practiceTables },
  { id: '0010-lims-news', sql: limsNewsTables },
  { id: '0011-catalogue', sql: catalogueTables },
  { id: '0012-patients', sql: patientTables },
  { id: '0013-orders', sql: orderTables },
  { id: '0014-notices', sql: [noticeTables, outboxTables].join('\n') },
  { id: '0024-order-templates', sql: templateTables },
  { id: '0025-reads', sql: readTables },
  { id: '0026-catalogue-news', sql: newsTables },
  { id: '0027-frame-suppliers', sql: supplierTables },
  { id: '0034-lims-told', sql: limsToldTables },
  { id: '0035-retention', sql: retentionTables },
]

/** What the portal's own role may do, table by table; everything else is the owner's. */
export const portalGrants = {
  ...idempotencyGrants,
  ...eventGrants,
  ...queueGrants,
  ...auditGrants,
  ...accessGrants,
  ...practiceGrants,
  ...limsNewsGrants,
  ...catalogueGrants,
  ...patientGrants,
  ...orderGrants,
  ...templateGrants,
  ...readGrants,
  ...newsGrants,
  ...supplierGrants,
}
