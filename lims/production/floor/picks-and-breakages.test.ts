import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { manualClock } from '@ils/testing/manual-clock'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** The blanks of the usual order: the right lens is surfaced, the left one from stock. */
const [RIGHT, LEFT, OTHER] = ['1001100004', '1056100004', '1056100005']
const clock = manualClock(new Date('2026-11-23T14:00:00.000Z'))
let lab: FloorLab
beforeAll(async () => {
  lab = await openFloorLab(readStandardLab(), { clock })
  await lab.receive({ [RIGHT]: 100, [LEFT]: 100, [OTHER]: 5 })
})
afterAll(() => lab.close())

const shelf = (opc: string) => lab.olga.client.getBlank({ params: { opc } })
const counts = async (opc: string) => {
  const { onHand, reserved } = await shelf(opc)
  return { onHand, reserved }
}
/** What an act did to the shelf. */
async function changeOf(opc: string, act: () => Promise<unknown>) {
  const before = await counts(opc)
  await act()
  const after = await counts(opc)
  return { onHand: after.onHand - before.onHand, reserved: after.reserved - before.reserved }
}

describe('a pick', () => {
  it('takes the blank that was promised to the lens when the job was made', async () => {
    let job = ''
    expect(await changeOf(RIGHT, async () => (job = await lab.order()))).toEqual({ onHand: 0, reserved: 1 })
    await lab.workTo(job, 'right', 'pick')
    const act = { verb: 'pick', job, eye: 'right', mode: 'use', opc: RIGHT, scanId: 'pick-once-1' } as const
    const took = await changeOf(RIGHT, async () => {
      expect((await lab.done(act)).stock).toEqual([
        expect.stringMatching(/^1001100004: one taken of lot L1, \d+ left$/),
      ])
      expect((await lab.scan(act)).result).toBe('repeated')
    })
    expect(took).toEqual({ onHand: -1, reserved: -1 })
    expect(await lab.lens(job, 'right')).toMatchObject({ step: 'block', opc: RIGHT, lot: 'L1' })
    const again = await lab.scan({ verb: 'pick', job, eye: 'right', mode: 'use', opc: RIGHT })
    expect(again.sentence).toBe(`The right lens of job ${job}: Lens pick was done already`)
  })

  it('of another blank is refused with both numbers, and changes no stock', async () => {
    const job = await lab.order()
    const act = { verb: 'pick', job, eye: 'left', mode: 'use', opc: OTHER } as const
    expect(
      await changeOf(OTHER, async () => {
        expect(await lab.scan(act)).toMatchObject({
          code: 'conflict',
          causes: [{ code: 'wrong_blank', value: OTHER, limit: LEFT }],
        })
      }),
    ).toEqual({ onHand: 0, reserved: 0 })
  })

  it('may be an exchange, with its reason: the other blank is used, and the promised one is free again', async () => {
    const job = await lab.order()
    const act = { verb: 'pick', job, eye: 'left', mode: 'exchange', opc: OTHER } as const
    expect((await lab.scan(act)).causes).toMatchObject([{ code: 'missing', field: 'reason' }])
    const freed = await changeOf(LEFT, async () => {
      expect(await changeOf(OTHER, () => lab.done({ ...act, reason: 'the box was damaged' }))).toEqual({
        onHand: -1,
        reserved: 0,
      })
    })
    expect(freed).toEqual({ onHand: 0, reserved: -1 })
    expect((await lab.story(job)).find(({ type }) => type === 'job.picked')?.data).toMatchObject({
      ...{ mode: 'exchange', opc: OTHER, planned: LEFT, reason: 'the box was damaged' },
    })
  })

  it('that finds none puts the job on hold for the stores, and takes nothing', async () => {
    const job = await lab.order()
    const nothing = await changeOf(LEFT, async () => {
      const short = await lab.done({ verb: 'pick', job, eye: 'left', mode: 'short' })
      expect(short).toMatchObject({ status: 'on_hold', stock: ['nothing was taken'] })
    })
    expect(nothing).toEqual({ onHand: 0, reserved: 0 })
    expect((await lab.job(job)).hold).toMatchObject({ code: 'blank_short', owner: 'stores' })
    await lab.done({ verb: 'resume', job })
    await lab.done({ verb: 'pick', job, eye: 'left', mode: 'use', opc: LEFT })
  })

  it('that finds a bad one writes it off as the maker’s, and the lens still has its own promised', async () => {
    const job = await lab.order()
    const gone = await changeOf(LEFT, () =>
      lab.done({ verb: 'pick', job, eye: 'left', mode: 'defect', opc: LEFT, reason: 'bubble' }),
    )
    expect(gone).toEqual({ onHand: -1, reserved: 0 })
    expect((await shelf(LEFT)).moves[0]).toMatchObject({ kind: 'defect', jobId: job, reason: 'bubble', by: 'Olga' })
    expect((await lab.lens(job, 'left')).step).toBe('pick')
  })

  it('is taken back until work on the lens has begun', async () => {
    const job = await lab.order()
    const back = { verb: 'pick', job, eye: 'left', mode: 'reverse' } as const
    expect((await lab.scan(back)).sentence).toBe(`The left lens of job ${job}: no blank was picked for it`)
    await lab.workTo(job, 'left', 'finish-block')
    expect(await changeOf(LEFT, () => lab.done(back))).toEqual({ onHand: 1, reserved: 1 })
    expect(await lab.lens(job, 'left')).toMatchObject({ step: 'pick', state: 'ready', lot: null })
    await lab.workTo(job, 'left', 'finish-block')
    await lab.done({ verb: 'start', job, station: 'finish-block', eye: 'left' })
    expect((await lab.scan(back)).sentence).toBe(`The left lens of job ${job}: work on it has begun: break it instead`)
  })

  it('from a shelf that is empty by the books is refused: nothing goes below nothing', async () => {
    const job = await lab.order({ eyes: 'left' })
    const { onHand } = await counts(LEFT)
    await lab.olga.client.countLot({ body: { opc: LEFT, lot: 'L1', counted: 0, reason: 'nothing found' } })
    const empty = await lab.scan({ verb: 'pick', job, eye: 'left', mode: 'use', opc: LEFT })
    expect(empty).toMatchObject({ code: 'conflict', causes: [{ code: 'stock_short', limit: 0 }] })
    await lab.olga.client.countLot({ body: { opc: LEFT, lot: 'L1', counted: onHand, reason: 'found' } })
    await lab.done({ verb: 'pick', job, eye: 'left', mode: 'use', opc: LEFT })
  })
})

describe('a breakage', () => {
  const break_ = (job: string, changes: object = {}) =>
    ({ verb: 'break', job, eye: 'right', station: 'generate', reason: 'GEN-T', ...changes }) as const

  it('sends the lens back to a new blank while its fellow goes on and waits for it', async () => {
    const job = await lab.order()
    await lab.workTo(job, 'right', 'polish')
    const stock = await changeOf(RIGHT, async () => {
      const broken = await lab.done(break_(job))
      expect(broken).toMatchObject({ sentence: 'The right lens: Wrong thickness; back to Lens pick.', station: 'pick' })
    })
    expect(stock).toEqual({ onHand: 0, reserved: 1 })
    expect(await lab.lens(job, 'right')).toMatchObject({ step: 'pick', attempt: 2, state: 'ready', lot: null })
    await lab.workTo(job, 'left', null)
    const mount = await lab.scan({ verb: 'start', job, station: 'mount' })
    expect(mount.sentence).toBe(`The pair of job ${job}: it waits for the right lens: Lens pick is missing`)
    await lab.workTo(job, 'pair', null)
    const said = (await lab.story(job)).find(({ type }) => type === 'job.breakage')?.data
    expect(said).toMatchObject({
      fault: 'lab',
      lost: true,
      restart: 'pick',
      attempt: 2,
      means: 'Wrong thickness',
      opc: RIGHT,
    })
  })

  it('has a reason of its station; who answers for it may be said otherwise', async () => {
    const job = await lab.order()
    await lab.workTo(job, 'right', 'polish')
    const wrong = await lab.scan(break_(job, { reason: 'AR-PE' }))
    expect(wrong.sentence).toMatch(/^Reason: AR-PE \(Coating peels\) is not a reason at generate: .*GEN-T.*MACH/)
    expect((await lab.scan(break_(job, { reason: 'NONE-1' }))).sentence).toMatch(
      /there is no reason NONE-1; at generate there are/,
    )
    await lab.done(break_(job, { fault: 'maker' }))
    expect((await lab.story(job)).at(-1)?.data).toMatchObject({ fault: 'maker' })
    const { stations } = await lab.olga.client.listStations({})
    const codes = stations.find(({ id }) => id === 'generate')?.reasons.map(({ code }) => code)
    expect(codes).toEqual(expect.arrayContaining(['GEN-T', 'HAND']))
    expect(codes).not.toContain('AR-PE')
  })

  it('that loses nothing works the same lens again', async () => {
    const job = await lab.order()
    await lab.workTo(job, 'right', 'surface-inspection')
    const stock = await changeOf(RIGHT, () =>
      lab.done(break_(job, { station: 'surface-inspection', reason: 'BLK-AX' })),
    )
    expect(stock).toEqual({ onHand: 0, reserved: 0 })
    expect(await lab.lens(job, 'right')).toMatchObject({ step: 'block', attempt: 1, lot: 'L1' })
  })

  it('of a lens that nobody picked yet is a wrong scan', async () => {
    const job = await lab.order()
    expect((await lab.scan(break_(job))).sentence).toBe(
      `No blank was picked for the right lens of job ${job} yet: there is nothing to break`,
    )
    expect((await lab.job(job)).status).toBe('pending')
  })

  it('takes a mounted pair apart, which is then looked at anew on both sides', async () => {
    const job = await lab.order()
    await lab.workTo(job, 'pair', 'pack')
    const both = await lab.done(break_(job, { eye: 'right', station: 'final', reason: 'FIN-S' }))
    expect(both.status).toBe('in_production')
    await lab.workTo(job, 'right', null)
    expect(await lab.lens(job, 'pair')).toMatchObject({ step: 'mount', state: 'ready' })
    await lab.done({ verb: 'finish', job, station: 'mount' })
    const rightOnly = { verb: 'inspect', job, eye: 'right', station: 'final', measured: { sphere: -6.25 } } as const
    await lab.done(rightOnly)
    const early = await lab.scan({ verb: 'finish', job, station: 'final' })
    expect(early.sentence).toBe(`The left lens of job ${job}: it has not passed the inspection`)
  })

  it('of both lenses sends both back, each for its own blank', async () => {
    const job = await lab.order()
    await lab.workTo(job, 'pair', 'mount')
    const left = await changeOf(LEFT, async () => {
      await lab.done(break_(job, { eye: 'both', station: 'mount', reason: 'ASM' }))
    })
    expect(left).toEqual({ onHand: 0, reserved: 1 })
    expect((await lab.job(job)).lenses.map(({ eye, step, attempt }) => [eye, step, attempt])).toEqual([
      ...[
        ['right', 'pick', 2],
        ['left', 'pick', 2],
        ['pair', 'mount', 1],
      ],
    ])
  })

  it('that was none is taken back: all stands where it stood, and no blank is wanted', async () => {
    const job = await lab.order()
    await lab.workTo(job, 'pair', 'final')
    const why = 'found again'
    const stock = await changeOf(RIGHT, async () => {
      await lab.done(break_(job, { station: 'final', reason: 'LOST' }))
      await lab.done({ verb: 'reverse-breakage', job, eye: 'right', why })
    })
    expect(stock).toEqual({ onHand: 0, reserved: 0 })
    expect(await lab.lens(job, 'right')).toMatchObject({ state: 'done', attempt: 1, opc: RIGHT, lot: 'L1' })
    expect(await lab.lens(job, 'pair')).toMatchObject({ step: 'final', state: 'ready' })
    expect((await lab.scan({ verb: 'reverse-breakage', job, eye: 'right', why })).code).toBe('already_so')
    await lab.workTo(job, 'pair', null)
  })

  it('cannot be taken back once a new blank was picked', async () => {
    const job = await lab.order()
    await lab.workTo(job, 'right', 'polish')
    await lab.done(break_(job))
    await lab.done({ verb: 'pick', job, eye: 'right', mode: 'use', opc: RIGHT })
    const late = await lab.scan({ verb: 'reverse-breakage', job, eye: 'right', why: 'it was there' })
    expect(late.causes).toMatchObject([{ code: 'picked_anew' }])
    await lab.done({ verb: 'pick', job, eye: 'right', mode: 'reverse' })
    await lab.done({ verb: 'reverse-breakage', job, eye: 'right', why: 'it was there' })
    expect(await lab.lens(job, 'right')).toMatchObject({ step: 'polish', attempt: 1 })
  })

  it('of a lens that is worked again cannot be taken back once it is further than it was', async () => {
    const job = await lab.order()
    await lab.workTo(job, 'right', 'polish')
    await lab.done(break_(job, { station: 'surface-inspection', reason: 'BLK' }))
    await lab.workTo(job, 'right', 'deblock')
    const late = await lab.scan({ verb: 'reverse-breakage', job, eye: 'right', why: 'it was none' })
    expect(late.causes).toMatchObject([{ code: 'worked_on' }])
    expect((await lab.lens(job, 'right')).step).toBe('deblock')
  })

  it('moves the promise with its reason, and says so only when the day is another', async () => {
    const job = await lab.order()
    const days = [(await lab.job(job)).estimatedCompletionDate]
    for (let i = 0; i < 5; i++) {
      await lab.workTo(job, 'right', 'polish')
      clock.advance(i % 2 === 0 ? 60_000 : 20 * 3_600_000)
      await lab.done(break_(job))
      days.push((await lab.job(job)).estimatedCompletionDate)
    }
    const changed = days.flatMap((day, i) => (i > 0 && day !== days[i - 1] ? [day] : []))
    expect(changed.length).toBeGreaterThan(0)
    expect(changed.length).toBeLessThan(5)
    const said = (await lab.story(job)).filter(({ type }) => type === 'job.promise_changed').map(({ data }) => data)
    expect(said.map(({ promisedOn }) => promisedOn)).toEqual(changed)
    expect(said[0]).toMatchObject({ from: days[0] })
    expect((await lab.job(job)).promise).toMatchObject({ reason: said.at(-1)?.['reason'] })
    expect(said.map(({ reason }) => reason)).toContain('breakage at generate')
  })
})

it('the log alone tells the same as the tables', async () => {
  expect((await lab.verdict()).violations).toEqual([])
})
