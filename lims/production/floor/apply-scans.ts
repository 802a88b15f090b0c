import type { Scan, ScanAnswer } from '@ils/contract/floor'
import type { Actor } from '@ils/platform/actor'
import type { App } from '../../app.ts'
import { applyScan } from './apply-scan.ts'

/**
 * Acts that were kept while there was no network: each by itself, in the order in which they were done, so that a
 * finish does not come before its start. What was applied stays applied when a later one breaks down.
 */
export async function applyScans(app: App, actor: Actor, scans: readonly Scan[]): Promise<ScanAnswer[]> {
  const now = app.clock.now().toISOString()
  const moment = ({ at = now }: Scan): number => new Date(at).getTime()
  const inOrder = scans
    .map((scan, place) => ({ scan, place }))
    .sort((a, b) => moment(a.scan) - moment(b.scan) || a.place - b.place)
  const answers = new Map<number, ScanAnswer>()
  for (const { scan, place } of inOrder) answers.set(place, await applyScan(app, actor, scan))
  return scans.flatMap((_, place) => answers.get(place) ?? [])
}
