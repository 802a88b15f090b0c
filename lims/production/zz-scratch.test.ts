import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { openFloorLab, singleVision } from '@ils/testing/floor-lab'
import { it } from 'vitest'
it('prints', async () => {
  const lab = await openFloorLab(readStandardLab())
  const tries: Record<string, object> = {
    hard: {},
    ar: { coating: 'AR' },
    tint: { tint: 'solid grey 75' },
    tintText: { coating: 'none', tint: 'gray' },
    uncut: { service: 'uncut', frame: undefined, frameType: undefined },
    edged: { service: 'edged' },
    oneEye: { eyes: 'right' },
    stock: { prescription: { odSphere: -2, osSphere: -2.25, odPd: 31.5, osPd: 31.5, odHeight: 18, osHeight: 18 } },
    stockAr: { coating: 'AR', prescription: { odSphere: -2, osSphere: -2.25, odPd: 31.5, osPd: 31.5, odHeight: 18, osHeight: 18 } },
    rush: { priority: 'rush' },
    rimless: { frameType: 'rimless', material: 'poly' },
    toCome: { frameWay: 'to_come' },
    prog: { lensType: 'progressive', coating: 'AR', prescription: { odSphere: -2, osSphere: -2.25, odAdd: 2, osAdd: 2, odPd: 31.5, osPd: 31.5, odHeight: 18, osHeight: 18 } },
    refused: { prescription: { odSphere: -36.25 } },
    noframe: { frame: undefined },
  }
  for (const [name, change] of Object.entries(tries)) {
    try {
      const id = await lab.order(change)
      const job = await lab.olga.client.getJob({ params: { jobId: id } })
      console.log(name, job.status, job.hold?.reason, job.frameWay, job.estimatedCompletionDate, job.total, job.lenses.map((l) => `${l.eye} ${l.opc} ${l.steps.map((s) => s.step + s.at).join(' ')}`))
    } catch (e) {
      console.log(name, String(e).slice(0, 600))
    }
  }
  await lab.close()
}, 60000)
