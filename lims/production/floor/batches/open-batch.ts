import { field, refused, stationOf, type Act } from '../act.ts'
import type { Hands } from '../hands.ts'
import { insertBatch } from './store.ts'

const MINUTE_MS = 60_000

/** Opens a batch of a chamber or bath: it takes lenses until it is full or due. */
export async function openBatch({ trx }: Hands, act: Act): Promise<{ readonly sentence: string }> {
  const { scan, at } = act
  const station = stationOf(act)
  const id = field(scan, 'batch')
  if (!station.batch) {
    const limit = [...act.lab.stations.values()].filter(({ batch }) => batch).map((one) => one.id)
    throw refused('conflict', `${station.label} works lens by lens; batches are of ${limit.join(', ')}`, {
      ...{ code: 'no_batches', field: 'station', value: station.id, limit },
    })
  }
  const { lenses: room, minutes } = station.batch
  const dueAt = new Date(at.getTime() + minutes * MINUTE_MS)
  const free = await insertBatch(trx, {
    ...{ id, station: station.id, machine: scan.machine ?? null, program: scan.program ?? null },
    ...{ state: 'open', lenses: 0, room, version: 1, due_at: dueAt },
    ...{ opened_at: at, closed_at: null, finished_at: null },
  })
  if (!free) {
    throw refused('conflict', `There is a batch ${id} already`, { code: 'batch_taken', field: 'batch', value: id })
  }
  return { sentence: `Batch ${id} of ${station.label} is open for ${room} lenses` }
}
