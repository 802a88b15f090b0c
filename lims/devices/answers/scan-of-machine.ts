import { createHash } from 'node:crypto'
import type { Scan, ScanAnswer } from '@ils/contract/floor'
import { valueOf, type Message } from '@ils/oma/records/message'
import { system } from '@ils/platform/actor'
import type { App } from '../../app.ts'
import { applyScan } from '../../production/public.ts'
import type { Desk } from './desk.ts'

type Act = Pick<Scan, 'verb'> & Partial<Pick<Scan, 'eye' | 'measured' | 'note'>>

/**
 * What a machine does on the floor is a scan of its own. `once` says what makes it another act: the same request that comes
 * again, after a resend, a lost receipt or a restart, has the same id and changes nothing.
 */
export function scanOfMachine(
  { line, machine }: Desk,
  app: App,
  jobId: string,
  message: Message,
  act: Act,
  once: readonly (string | number)[],
): Promise<ScanAnswer> {
  const operator = valueOf(message, 'OPERID')?.trim() ?? ''
  const hash = createHash('sha256').update(JSON.stringify([line.id, jobId, act.verb, act.eye ?? null, ...once]))
  return applyScan(app, system(machine.id), {
    scanId: `line:${hash.digest('hex').slice(0, 40)}`,
    ...act,
    ...{ job: jobId, machine: machine.id, station: machine.station ?? '' },
    ...(/^[ -~\u00a0-\u00ff]{1,80}$/.test(operator) && { operator }),
  })
}
