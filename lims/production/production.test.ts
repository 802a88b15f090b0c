import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { afterAll, beforeAll, expect, it } from 'vitest'

let lab: FloorLab
beforeAll(async () => {
  lab = await openFloorLab(readStandardLab())
})
afterAll(() => lab.close())

it('makes a job from order to parcel, step by step', async () => {
  const jobId = await lab.order()
  const job = await lab.olga.client.getJob({ params: { jobId } })
  expect(job.status).toBe('pending')
  for (let i = 0; i < 60; i++) {
    const now = await lab.olga.client.getJob({ params: { jobId } })
    if (now.status === 'completed') break
    const lens = now.lenses.find((one) => one.state === 'ready' || one.state === 'started')
    if (!lens?.step) throw new Error(JSON.stringify(now.lenses))
    const eye = lens.eye === 'pair' ? undefined : lens.eye
    const act = { job: jobId, station: lens.step, ...(eye && { eye }) } as const
    if (lens.step === 'pick' && eye) {
      const picked = await lab.scan({ verb: 'pick', job: jobId, eye, mode: 'use', opc: lens.opc ?? '' })
      expect(picked).toMatchObject({ result: 'applied' })
      continue
    }
    if (lens.step === 'surface-inspection' && eye) {
      const seen = await lab.scan({
        verb: 'inspect',
        ...act,
        eye,
        measured: {
          sphere: eye === 'right' ? -6.25 : -6,
          cylinder: eye === 'right' ? -1 : -0.75,
          axis: eye === 'right' ? 90 : 80,
        },
      })
      expect(seen.verdict).toBe('pass')
    }
    if (lens.step === 'final') {
      for (const side of ['right', 'left'] as const) {
        const seen = await lab.scan({
          verb: 'inspect',
          job: jobId,
          station: 'final',
          eye: side,
          measured: { sphere: side === 'right' ? -6.25 : -6 },
        })
        expect(seen.verdict).toBe('pass')
      }
    }
    const done = await lab.scan({ verb: 'finish', ...act })
    expect(done).toMatchObject({ result: 'applied' })
  }
  const shipped = await lab.scan({ verb: 'ship', job: jobId, carrier: 'Parcel' })
  expect(shipped).toMatchObject({ result: 'applied', status: 'shipped' })
}, 120_000)
