import { setTimeout as pause } from 'node:timers/promises'
import type { Impact } from '@ils/contract/impacts'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { LimsRefused } from '@ils/lims-client/refused'
import { confirm } from '../../confirm.ts'
import { openProgress } from '../../progress.ts'
import { exits, Plain } from '../../say.ts'

const EVERY_MS = 250

/** Shows how far a preview is until it is over. Ctrl-C asks, once, whether the LIMS shall stop it too. */
export async function followImpact(lims: LimsClient, started: Impact): Promise<Impact> {
  const interruption = onceInterrupted()
  const progress = openProgress('configurations judged')
  try {
    let impact = started
    while (impact.state === 'waiting' || impact.state === 'running') {
      progress.show(impact.judged, impact.total ?? impact.wanted)
      if ((await Promise.race([pause(EVERY_MS), interruption.promise])) === 'interrupted') {
        progress.close()
        return await interrupted(lims, impact)
      }
      impact = await lims.getImpact({ params: { impactId: impact.id } })
    }
    return impact
  } finally {
    progress.close()
    interruption.forget()
  }
}

function onceInterrupted(): { promise: Promise<'interrupted'>; forget(): void } {
  let hear: () => void = () => undefined
  const promise = new Promise<'interrupted'>((resolve) => {
    hear = () => {
      resolve('interrupted')
    }
  })
  process.once('SIGINT', hear)
  return { promise, forget: () => void process.off('SIGINT', hear) }
}

async function interrupted(lims: LimsClient, impact: Impact): Promise<Impact> {
  // Without a terminal nobody can be asked: it goes on, and costs nobody anything.
  const stop = process.stdin.isTTY && (await confirm('\nStop the preview on the LIMS too?', false))
  if (!stop)
    throw new Plain(`The preview goes on. See it with: ils rules impact ${impact.draftId} --latest`, exits.wrong)
  try {
    return await lims.cancelImpact({ params: { impactId: impact.id } })
  } catch (error) {
    // It came to its end while somebody thought about it.
    if (error instanceof LimsRefused && error.code === 'impact_over')
      return lims.getImpact({ params: { impactId: impact.id } })
    throw error
  }
}
