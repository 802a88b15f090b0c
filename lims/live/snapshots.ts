import type { LiveBoard, LiveCatalogue } from '@ils/contract/live'
import { lastPosition } from '@ils/platform/events/store'
import type { Snapshot, SnapshotSource } from '@ils/platform/live/snapshots'
import type { TextPatch } from '@ils/contract/text-patch'
import { Refusal } from '@ils/platform/refusal'
import { LRUCache } from 'lru-cache'
import type { App } from '../app.ts'
import { countStations } from '../production/public.ts'
import { orderingPart, type OrderingPart } from '../releases/public.ts'
import { makeTextPatch } from './make-text-patch.ts'

const BOARD_EVERY_MS = 500
const MOST_SHOWN = 1000
const LONGEST_PATCH = 16 * 1024

/** What was shown last in a room, and how it came out of what was shown before. */
interface Shown {
  readonly hash: string
  readonly text: Buffer
  readonly patch: TextPatch | null
}

/**
 * The release in force: for a practice as it judges for it, with what its ordering screens hold. Where little changed it
 * brings the change along: a thousand portals that fetch the whole at the same moment would wait for one another.
 */
export function catalogueSource(app: Pick<App, 'rules'>): SnapshotSource {
  const shown = new LRUCache<string, Shown>({ max: MOST_SHOWN })

  function show(practice: string | null, { hash, text }: OrderingPart): Shown {
    const key = practice ?? ''
    const before = shown.get(key)
    if (before?.hash === hash) return before
    const now = { hash, text, patch: before ? patchBetween(before, text) : null }
    shown.set(key, now)
    return now
  }

  return {
    isOf: (room) => room === 'catalogue' || room.startsWith('catalogue:'),
    everyMs: 0,
    async read(room, practiceOfReader): Promise<Snapshot | undefined> {
      const practice = practiceOfReader ?? room.split(':')[1] ?? null
      // Not that of the release: where a pilot ends, an earlier activation counts again.
      const version = app.rules.newest()
      try {
        const { release, activation, since, pilot } = await app.rules.inForce(practice)
        const { hash, patch } = show(practice, orderingPart(release.compiled, practice))
        const data: LiveCatalogue = {
          ...{ practice, release: release.number, hash: release.hash, activation, since: since.toISOString(), pilot },
          ...{ ordering: hash, patch },
        }
        return { version, data }
      } catch (error) {
        if (error instanceof Refusal && error.code === 'nothing_in_force') return undefined
        throw error
      }
    },
  }
}

/** What stands at each station. */
export function boardSource(app: Pick<App, 'pool'>): SnapshotSource {
  return {
    isOf: (room) => room === 'board',
    everyMs: BOARD_EVERY_MS,
    follows: 'jobs',
    async read(): Promise<Snapshot> {
      // The position first: all that happened up to it is in what is counted after it.
      const version = await lastPosition(app.pool)
      const counts = await countStations(app.pool)
      const stations = counts.map((one) => ({ ...one })).sort((a, b) => (a.station < b.station ? -1 : 1))
      const data: LiveBoard = { stations }
      return { version, data }
    },
  }
}

function patchBetween({ hash, text }: Shown, after: Buffer): TextPatch | null {
  const pieces = makeTextPatch(text, after)
  return JSON.stringify(pieces).length > LONGEST_PATCH ? null : { from: hash, pieces }
}
