import { auditGrants, auditTables } from '@ils/platform/audit/tables'
import type { Migration } from '@ils/platform/db/migrate'
import { eventGrants, eventTables } from '@ils/platform/events/tables'
import { idempotencyGrants, idempotencyTables } from '@ils/platform/idempotency/tables'
import { liveGrants, liveTables } from '@ils/platform/live/tables'
import { queueGrants, queueTables } from '@ils/platform/queue/tables'
import { accessGrants, accessTables } from '../access/tables.ts'
import { deviceGrants, deviceTables } from '../devices/tables.ts'
import { importTables, productionGrants, productionTables, queueOrder } from '../production/tables.ts'
import { releaseGates, releaseGrants, releaseTables } from '../releases/tables.ts'
import { stockGrants, stockTables } from '../stock/tables.ts'
import {
  webhookDeliveryGrants,
  webhookDeliveryTables,
  webhookEndpointGrants,
  webhookEndpointTables,
} from '../webhooks/tables.ts'

export const LIMS_SCHEMA = 'lims'
export const LIMS_ROLE = 'ils_lims'

/** Every step of the schema, by hand and in order. A released one never changes. */
export const limsMigrations: readonly Migration[] = [
  { id: '0001-idempotency', sql: idempotencyTables },
  { id: '0002-events', sql: eventTables },
  { id: '0003-queue', sql: queueTables() },
  { id: '0004-audit', sql: auditTables },
  { id: '0005-access', sql: accessTables },
  { id: '0006-releases', sql: releaseTables },
  { id: '0007-release-gates', sql: releaseGates },
  { id: '0008-stock', sql: stockTables },
  { id: '0009-production', sql: productionTables },
  { id: '0010-imports', sql: importTables },
  { id: '0011-devices', sql: deviceTables },
  { id: '0012-webhook-endpoints', sql: webhookEndpointTables },
  { id: '0013-webhook-deliveries', sql: webhookDeliveryTables },
  { id: '0014-live', sql: liveTables },
  { id: '0015-queue-order', sql: queueOrder },
]

/** What the LIMS's own role may do, table by table; everything else is the owner's. */
export const limsGrants = {
  ...idempotencyGrants,
  ...eventGrants,
  ...queueGrants,
  ...auditGrants,
  ...accessGrants,
  ...releaseGrants,
  ...stockGrants,
  ...productionGrants,
  ...deviceGrants,
  ...webhookEndpointGrants,
  ...webhookDeliveryGrants,
  ...liveGrants,
}
