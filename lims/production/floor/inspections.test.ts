import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let lab: FloorLab
beforeAll(async () => {
  lab = await openFloorLab(readStandardLab())
})
afterAll(() => lab.close())

const inspect = (job: string, measured: Record<string, number | string>, changes: object = {}) =>
  lab.scan({ verb: 'inspect', job, eye: 'right', station: 'surface-inspection', measured, ...changes })
const finish = (job: string) => lab.scan({ verb: 'finish', job, eye: 'right', station: 'surface-inspection' })
async function atInspection(): Promise<string> {
  const job = await lab.order()
  await lab.workTo(job, 'right', 'surface-inspection')
  return job
}

describe('an inspection', () => {
  it('passes what is within the tolerances of the decision', async () => {
    const job = await atInspection()
    const unseen = await finish(job)
    expect(unseen.sentence).toBe(`The right lens of job ${job}: it has not passed the inspection`)
    const good = await inspect(job, { sphere: -6.3, cylinder: -1.02, axis: 91 })
    expect(good).toMatchObject({ verdict: 'pass', sentence: 'The right lens is within tolerance' })
    expect((await finish(job)).result).toBe('applied')
  })

  it('fails what is beyond, says what and by which rule, and the lens does not go on', async () => {
    const job = await atInspection()
    const bad = await inspect(job, { sphere: -5.75, cylinder: -1, axis: 90 })
    expect(bad).toMatchObject({ result: 'applied', verdict: 'fail' })
    expect(bad.sentence).toMatch(/^The right lens is out of tolerance: Sphere .* is off by more than/)
    expect((await finish(job)).code).toBe('track_stop')
    expect((await lab.story(job)).at(-1)?.data).toMatchObject({
      ...{ verdict: 'fail', measured: { sphere: -5.75 }, why: null, rules: ['sphere-off'] },
    })
    await lab.done({ verb: 'break', job, eye: 'right', station: 'surface-inspection', reason: 'INS-P' })
    expect(await lab.lens(job, 'right')).toMatchObject({ step: 'pick', attempt: 2 })
  })

  it('of a second lens is passed only by itself: what the first one passed does not count', async () => {
    const job = await atInspection()
    await inspect(job, { sphere: -6.25, cylinder: -1, axis: 90 })
    await lab.done({ verb: 'break', job, eye: 'right', station: 'surface-inspection', reason: 'BLK' })
    for (const station of ['block', 'generate', 'polish', 'deblock']) {
      await lab.done({ verb: 'finish', job, eye: 'right', station })
    }
    expect((await finish(job)).sentence).toMatch(/has not passed the inspection$/)
  })

  it('that failed may be passed with a reason, which stays in the story; a later failure stops it again', async () => {
    const job = await atInspection()
    const why = 'the practice agreed by phone'
    const over = await inspect(job, { sphere: -5.75 }, { why })
    expect(over.verdict).toBe('overridden')
    expect((await lab.story(job)).at(-1)?.data).toMatchObject({ verdict: 'overridden', why, rules: ['sphere-off'] })
    await inspect(job, { sphere: -5.5 })
    expect((await finish(job)).code).toBe('track_stop')
    await inspect(job, { sphere: -5.75 }, { why })
    expect((await finish(job)).result).toBe('applied')
  })

  it('takes the rulebook’s names and units only, and one lens at a time, where the lens is', async () => {
    const job = await lab.order()
    const early = await inspect(job, { sphere: -6.25 })
    expect(early.sentence).toBe(`The right lens of job ${job}: Calculation is missing`)
    await lab.workTo(job, 'right', 'surface-inspection')
    const strange = await inspect(job, { colour: 'red' })
    expect(strange).toMatchObject({
      code: 'invalid_request',
      causes: [{ code: 'unknown_fact', field: 'measured.colour' }],
    })
    expect((await inspect(job, { sphere: 'much' })).causes).toMatchObject([{ code: 'value', field: 'measured.sphere' }])
    expect((await inspect(job, { sphere: 1 }, { eye: 'both' })).causes).toMatchObject([{ code: 'one_eye' }])
    const device = await inspect(job, { sphere: -6.2501, cylinder: '-1.00', axis: 90 })
    expect(device.verdict).toBe('pass')
  })
})

it('the final inspection looks at both lenses before the pair goes on', async () => {
  const job = await lab.order()
  await lab.workTo(job, 'pair', 'final')
  const measured = { sphere: -6.25 }
  await lab.done({ verb: 'inspect', job, eye: 'right', station: 'final', measured })
  const half = await lab.scan({ verb: 'finish', job, station: 'final' })
  expect(half.sentence).toBe(`The left lens of job ${job}: it has not passed the inspection`)
  const left = await lab.scan({ verb: 'inspect', job, eye: 'left', station: 'final', measured: { sphere: -6.5 } })
  expect(left.verdict).toBe('fail')
  await lab.done({ verb: 'inspect', job, eye: 'left', station: 'final', measured: { sphere: -6 } })
  expect((await lab.done({ verb: 'finish', job, station: 'final' })).status).toBe('quality_check')
  expect((await lab.done({ verb: 'finish', job, station: 'pack' })).status).toBe('completed')
})

it('tinting ends with what was mixed and measured', async () => {
  const job = await lab.order({ tint: 'grey-75', coating: 'none' })
  await lab.workTo(job, 'right', 'tint')
  const tint = { verb: 'tint', job, station: 'tint', eye: 'right', program: 'G-75', density: 74 } as const
  expect((await lab.done(tint)).sentence).toMatch(/^Tint done for the right lens/)
  expect((await lab.story(job)).at(-1)?.data).toMatchObject({
    did: 'finished',
    step: 'tint',
    note: 'recipe G-75, 74 % measured',
  })
  expect((await lab.scan(tint)).sentence).toBe(`The right lens of job ${job}: Tint was done already`)
})

it('the log alone tells the same as the tables', async () => {
  expect((await lab.verdict()).violations).toEqual([])
})
