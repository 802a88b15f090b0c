import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildMessage } from '../records/build-message.ts'
import { valueOf, type Message } from '../records/message.ts'
import { readMessage } from '../records/read-message.ts'
import { numbersOf } from '../records/read-value.ts'
import { textOf } from '../records/write-message.ts'
import { checkTraces } from './check-traces.ts'
import { measureTrace } from './measure-trace.ts'
import { readDrills } from './read-drills.ts'
import { readThickness } from './read-thickness.ts'
import { readTraces } from './read-traces.ts'
import { recentreMessage, recentreTrace } from './recentre.ts'
import { equalAngles, pointsOf, type Trace } from './trace.ts'
import { writeTrace } from './write-trace.ts'

const sample = (name: string): Message =>
  readMessage(new Uint8Array(readFileSync(join(import.meta.dirname, '../conformance/samples', name))))
const codes = (message: string): string[] => readTraces(readMessage(message)).findings.map(({ code }) => code)

/** A smooth closed shape around the tracer's centre, of whole hundredths of a mm. */
const radii = fc
  .tuple(
    fc.integer({ min: 12, max: 120 }),
    fc.integer({ min: 1500, max: 2800 }),
    fc.double({ min: 0, max: 0.3, noNaN: true }),
  )
  .map(([count, size, bulge]) =>
    Array.from({ length: count }, (_, i) => Math.round(size * (1 + bulge * Math.cos((4 * Math.PI * i) / count)))),
  )
const traceOf = (values: readonly number[], more: Partial<Trace> = {}): Trace => ({
  ...{ eye: 'R', mode: 'E', what: 'F', radii: values, angles: equalAngles(values.length) },
  ...more,
})
const square = 'TRCFMT=1;4;E;R;F\nR=1000;1000;1000;1000\n'

describe('a shape', () => {
  test('that was written is read as it was, heights and unequal angles too', () => {
    fc.assert(
      fc.property(radii, fc.boolean(), fc.boolean(), (values, unequal, high) => {
        const angles = unequal
          ? values.map((_, i) => Math.floor((36_000 * i) / values.length))
          : equalAngles(values.length)
        const trace = traceOf(values, {
          ...(unequal ? { mode: 'U', angles } : {}),
          ...(high ? { heights: values.map((value) => (value % 200) - 100) } : {}),
        })
        const { right, findings } = readTraces(buildMessage(writeTrace(trace)))
        expect(findings).toEqual([])
        expect(right).toEqual(trace)
      }),
    )
  })

  test('of the left eye is read as it stands: it comes mirrored already', () => {
    const { right, left } = readTraces(sample('lab-job.oma'))
    const n = right?.radii.length ?? 0
    const mirrored = Array.from({ length: n }, (_, i) => right?.radii[(n / 2 - i + n) % n])
    expect(left?.radii).toEqual(mirrored)
  })

  test('may be broken into lines that do not repeat the label', () => {
    const { right, left, findings } = readTraces(sample('tracer-upload.oma'))
    expect([right?.mode, left?.mode, findings]).toEqual(['U', 'U', []])
    expect(right?.heights?.length).toBe(right?.radii.length)
  })

  test('may end its lines with a semicolon', () => {
    expect(readTraces(readMessage('TRCFMT=1;4;E;R;F\nR=1000;1000;\nR=1000;1000;\n')).right?.radii).toHaveLength(4)
  })

  test('agrees with what its file says of it', () => {
    const message = sample('lab-job.oma')
    const traces = readTraces(message)
    const box = traces.right && measureTrace(traces.right)
    expect(box?.a).toBeCloseTo(numbersOf(valueOf(message, 'HBOX') ?? '').right ?? 0, 1)
    expect(box?.b).toBeCloseTo(numbersOf(valueOf(message, 'VBOX') ?? '').right ?? 0, 1)
    expect(checkTraces(message, traces)).toEqual([])
  })
})

describe('is refused, with the reason', () => {
  test.each([
    ['fewer radii than promised', 'TRCFMT=1;5;E;R;F\nR=1000;1000;1000;1000\n', ['trace_count']],
    ['more radii than promised', 'TRCFMT=1;3;E;R;F\nR=1000;1000;1000;1000\n', ['trace_count']],
    ['no radii at all', 'TRCFMT=1;360;E;R;F\nJOB=1\n', ['trace_count']],
    ['a promise that is no number', 'TRCFMT=1;many;E;R;F\nR=1\n', ['trace_count']],
    ['a radius of zero', 'TRCFMT=1;4;E;R;F\nR=1000;0;1000;1000\n', ['trace_radius']],
    ['a negative radius', 'TRCFMT=1;4;E;R;F\nR=1000;-5;1000;1000\n', ['trace_radius']],
    ['a radius of a metre', 'TRCFMT=1;4;E;R;F\nR=1000;99999;1000;1000\n', ['trace_radius']],
    ['a radius larger than a lens', 'TRCFMT=1;4;E;R;F\nR=1000;10001;1000;1000\n', ['trace_radius']],
    ['a radius that is no whole number', 'TRCFMT=1;4;E;R;F\nR=1000;10.5;1000;1000\n', ['trace_radius']],
    ['unequal angles without angles', 'TRCFMT=1;4;U;R;F\nR=1000;1000;1000;1000\n', ['trace_angles']],
    ['an angle too few', 'TRCFMT=1;4;U;R;F\nR=1000;1000;1000;1000\nA=0;9000;18000\n', ['trace_angles']],
    ['an angle beyond a turn', 'TRCFMT=1;4;U;R;F\nR=1000;1000;1000;1000\nA=0;9000;18000;36000\n', ['trace_angles']],
    ['angles that go back', 'TRCFMT=1;4;U;R;F\nR=1000;1000;1000;1000\nA=0;18000;9000;27000\n', ['trace_angles']],
    ['a mode nobody explains', 'TRCFMT=1;4;C;R;F\nR=1000;1000;1000;1000\n', ['trace_mode']],
    ['both eyes at once', 'TRCFMT=1;4;E;B;F\nR=1000;1000;1000;1000\n', ['trace_eye']],
    ['no eye', 'TRCFMT=1;4;E\nR=1000;1000;1000;1000\n', ['trace_eye']],
    ['the same eye twice', square + square, ['trace_twice', 'trace_twice']],
    ['radii without a format', 'R=1000;1000\n', ['trace_without_format']],
    ['a format that is no number', 'TRCFMT=x;4;E;R;F\nR=1\n', ['trace_format']],
    ['nothing: no trace was sent', 'TRCFMT=0\n', []],
  ])('%s', (_, text, wanted) => {
    expect(codes(text)).toEqual(wanted)
    expect(readTraces(readMessage(text)).right).toBeUndefined()
  })

  test('the largest radius that a lens may have is read', () => {
    expect(readTraces(readMessage(square.replaceAll('1000', '10000'))).right?.radii).toHaveLength(4)
  })

  test('points that got lost are named by number, for each eye by itself', () => {
    const { right, left, findings } = readTraces(sample('lost-points.oma'))
    expect([right, left]).toEqual([undefined, undefined])
    expect(findings).toMatchObject([
      {
        code: 'trace_count',
        eye: 'R',
        seen: 355,
        limit: 360,
        message: 'R: eye R: 360 radii were promised and 355 radii came',
      },
      { code: 'trace_radius', eye: 'L', seen: 0 },
    ])
  })

  test('a bad shape leaves the other eye as it is', () => {
    const { right, left, findings } = readTraces(readMessage(`${square}TRCFMT=1;4;E;L;F\nR=1000\n`))
    expect([right?.radii.length, left, findings.length]).toEqual([4, undefined, 1])
  })

  test('a height that no packet should carry on is left out, and what was traced may be any letter but no other byte', () => {
    const high = readTraces(readMessage(`${square}ZFMT=1;4;E;R;F\nZ=99999999999999999999;2;3;4\n`))
    expect([high.right?.heights, high.findings.map(({ code }) => code)]).toEqual([undefined, ['heights']])
    expect(readTraces(readMessage(square.replace(';F', ';P\x1c'))).right?.what).toBeUndefined()
  })

  test('heights that do not fit are left out, and the outline stays', () => {
    const { right, findings } = readTraces(readMessage(`${square}ZFMT=1;4;E;R;F\nZ=1;2;3\n`))
    expect(right?.heights).toBeUndefined()
    expect(right?.radii).toHaveLength(4)
    expect(findings).toMatchObject([{ code: 'heights', severity: 'warn' }])
  })
})

test('shapes in other formats are kept: their data come out unescaped, their records stay as they were', () => {
  const message = sample('packed-trace.oma')
  const { opaque, findings, right, left } = readTraces(message)
  expect([findings, right, left]).toEqual([[], undefined, undefined])
  expect(opaque).toMatchObject([
    { format: 4, eye: 'R', count: 400 },
    { format: 6, eye: 'L', count: 1000 },
  ])
  expect([...(opaque[0]?.bytes ?? [])]).toEqual([0x40, 0x11, 0x80, 0x1c, 0xff, 0x1e, 0x3b, 0x3d, 0x2c, 0x20])
  // A byte that a line break is of is data where no label follows.
  const broken = readTraces(readMessage('TRCFMT=2;4;E;R;F\r\nR=\x01\x02\n\x03\r\nDBL=1\r\n')).opaque[0]
  expect([...(broken?.bytes ?? [])]).toEqual([1, 2, 10, 3])
})

describe('measures', () => {
  test('do not change when a shape is turned around its centre, but for its box', () => {
    fc.assert(
      fc.property(radii, fc.nat(100), (values, by) => {
        const turned = values.map((_, i) => values[(i + by) % values.length] ?? 0)
        const [a, b] = [measureTrace(traceOf(values)), measureTrace(traceOf(turned))]
        expect(b.circumference).toBeCloseTo(a.circumference, 6)
        expect(b.ed).toBe(a.ed)
      }),
    )
  })

  test('of a mirrored shape are the same, with the axis on the other side', () => {
    fc.assert(
      fc.property(
        radii.filter((values) => values.length % 2 === 0),
        (values) => {
          const n = values.length
          const mirrored = values.map((_, i) => values[(n + n / 2 - i) % n] ?? 0)
          const [a, b] = [measureTrace(traceOf(values)), measureTrace(traceOf(mirrored, { eye: 'L' }))]
          expect([b.a, b.b, b.circumference].map((one) => one.toFixed(6))).toEqual(
            [a.a, a.b, a.circumference].map((one) => one.toFixed(6)),
          )
        },
      ),
    )
  })

  test('are never longer flat than in space', () => {
    fc.assert(
      fc.property(radii, (values) => {
        const box = measureTrace(traceOf(values, { heights: values.map((_, i) => (i % 5) * 10) }))
        expect(box.circumference3d).toBeGreaterThan(box.circumference)
      }),
    )
    expect(measureTrace(traceOf([1000, 1000, 1000])).circumference3d).toBeUndefined()
  })

  test('of a square standing on its corner are known', () => {
    const box = measureTrace(traceOf([1000, 1000, 1000, 1000]))
    expect(box.circumference).toBeCloseTo(4 * Math.sqrt(200), 9)
    expect([box.a, box.b, box.ed]).toEqual([20, 20, 20])
  })
})

describe('what somebody should know', () => {
  const circle = (mm: number, eye: 'R' | 'L') =>
    traceOf(
      Array.from({ length: 360 }, () => mm * 50),
      { eye },
    )
  const checked = (message: string, traces: Partial<Record<'right' | 'left', Trace>>) =>
    checkTraces(readMessage(message), { ...traces, opaque: [], findings: [] })

  test.each([
    [50.5, []],
    [50.51, ['trace_width']],
    [49.49, ['trace_width']],
  ])('a box of %d mm beside a trace of 50', (hbox, wanted) => {
    expect(checked(`HBOX=${hbox}\n`, { right: circle(50, 'R') }).map(({ code }) => code)).toEqual(wanted)
  })

  test.each([
    [51, []],
    [51.04, [['trace_asymmetry', 'confirm']]],
  ])('a left eye of %d mm beside a right one of 50', (wide, wanted) => {
    const findings = checked('', { right: circle(50, 'R'), left: circle(wide, 'L') })
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual(wanted)
  })

  test('a shape that was traced off its centre', () => {
    const message = sample('tracer-upload.oma')
    expect(checkTraces(message, readTraces(message))).toMatchObject([
      { code: 'trace_off_centre', eye: 'R', seen: 0.83, limit: 0.5 },
    ])
  })
})

describe('recentring', () => {
  test('moves no point: box and circumference stay, and the centre is the centre', () => {
    fc.assert(
      fc.property(radii, fc.constantFrom('R' as const, 'L' as const), (values, eye) => {
        const uneven = traceOf(
          values.map((value, i) => value + (i < values.length / 3 ? 300 : 0)),
          { eye },
        )
        const before = measureTrace(uneven)
        const centred = recentreTrace(uneven)
        if ('code' in centred) throw new Error(centred.message)
        const { trace } = centred
        const after = measureTrace(trace)
        // Angles are written to a hundredth of a degree: at 30 mm that is 0.003 mm for either side of the box.
        expect(Math.abs(after.a - before.a)).toBeLessThan(0.01)
        expect(Math.abs(after.b - before.b)).toBeLessThan(0.01)
        expect(Math.hypot(after.centre.x, after.centre.y)).toBeLessThan(0.01)
        expect(Math.abs(after.circumference - before.circumference)).toBeLessThan(0.2)
      }),
    )
  })

  test('takes the offsets of the frame centre along, nasal being -x for the left eye', () => {
    const message = sample('tracer-upload.oma')
    const { message: centred, shifts } = recentreMessage(message)
    expect(shifts.map(({ eye, inward, up }) => [eye, inward.toFixed(2), up.toFixed(2)])).toEqual([
      ['R', '0.70', '-0.45'],
    ])
    expect([valueOf(centred, 'FCOCIN'), valueOf(centred, 'FCOCUP'), valueOf(centred, 'SBFCIN')]).toEqual([
      '3.30;4.50',
      '1.45;1.25',
      '1.20;0.50',
    ])
    const again = readTraces(readMessage(textOf(centred)))
    expect(again.findings).toEqual([])
    expect(checkTraces(centred, again)).toEqual([])
    expect(again.left).toEqual(readTraces(message).left)
    expect(recentreMessage(centred).shifts).toEqual([])
  })

  test('keeps the prism reference point where it was in the frame', () => {
    const lopsided = (eye: 'R' | 'L') =>
      traceOf(
        Array.from({ length: 360 }, (_, i) => 2400 + Math.round(200 * Math.cos((i * Math.PI) / 180))),
        { eye },
      )
    for (const eye of ['R', 'L'] as const) {
      const [trace, nose] = [lopsided(eye), eye === 'R' ? 1 : -1]
      const message = buildMessage([
        ['FCOCIN', eye === 'R' ? '4.00;' : ';4.00'],
        ['FCOCUP', '0;0'],
        ...writeTrace(trace),
      ])
      const { message: centred, shifts } = recentreMessage(message)
      const own = numbersOf(valueOf(centred, 'FCOCIN') ?? '')
      const after = (eye === 'R' ? own.right : own.left) ?? 0
      expect(after).toBeCloseTo(4 - nose * 2, 1)
      expect(shifts[0]?.inward).toBeCloseTo(nose * 2, 1)
    }
  })

  test('gives a single offset to the one eye there is, and two where both eyes have a shape', () => {
    const off = Array.from({ length: 360 }, (_, i) => 2400 + Math.round(200 * Math.cos((i * Math.PI) / 180)))
    const round = traceOf(
      Array.from({ length: 360 }, () => 2400),
      { eye: 'L' },
    )
    const one = buildMessage([['FCOCIN', '4.00'], ...writeTrace(traceOf(off))])
    const two = buildMessage([['FCOCIN', '4.00'], ...writeTrace(traceOf(off)), ...writeTrace(round)])
    expect(valueOf(recentreMessage(one).message, 'FCOCIN')).toBe('2.00')
    expect(valueOf(recentreMessage(two).message, 'FCOCIN')).toBe('2.00;4.00')
  })

  test('leaves an eye whole whose offsets cannot follow', () => {
    const off = Array.from({ length: 360 }, (_, i) => 2400 + Math.round(200 * Math.cos((i * Math.PI) / 180)))
    const message = buildMessage([['FCOCIN', '4000'], ...writeTrace(traceOf(off))])
    const { message: after, shifts, findings } = recentreMessage(message)
    expect([after, shifts, findings.map(({ label }) => label)]).toEqual([message, [], ['FCOCIN']])
  })

  test('leaves alone what is well centred', () => {
    const message = sample('lab-job.oma')
    expect(recentreMessage(message)).toEqual({ message, shifts: [], findings: [] })
  })

  test('is refused where a ray from the boxed centre meets the shape twice', () => {
    // Two arms around an empty middle, traced from far off at one side.
    const crescent = Array.from({ length: 36 }, (_, i) => (i % 9 === 0 ? 4000 : i < 18 ? 200 : 100))
    const message = buildMessage(writeTrace(traceOf([...crescent.slice(0, 1), 6000, ...crescent.slice(2)])))
    const { shifts, findings, message: after } = recentreMessage(message)
    expect([shifts, findings.map(({ code }) => code), after]).toEqual([[], ['trace_not_recentred'], message])
  })
})

test('the thickness of an edge is read with its angles', () => {
  const { profiles, findings } = readThickness(sample('lab-job.oma'))
  expect(findings).toEqual([])
  expect(profiles).toMatchObject([{ eye: 'R' }])
  expect(profiles[0]?.thickness).toHaveLength(72)
  expect(profiles[0]?.angles.slice(0, 3)).toEqual([0, 500, 1000])
  expect(readThickness(readMessage('STHKFMT=1;3;E;R\nT=1;2\n')).findings).toMatchObject([{ code: 'thickness' }])
})

describe('holes', () => {
  const message = sample('frame-library.oma')

  test('are seen from the centre of their own eye, and those of both mirrored for the left', () => {
    const { drills, findings } = readDrills(message)
    expect(findings).toEqual([])
    expect(drills.map(({ eye, start, end }) => [eye, start?.x, end?.x])).toEqual([
      ['R', -21.5, -21.5],
      ['L', 21.5, 21.5],
      ['R', 20, 22],
      ['L', undefined, undefined],
    ])
    expect(drills[2]).toMatchObject({ angleMode: 'A', lateral: 5, vertical: 10, diameter: 1.2, depth: 0, feature: 1 })
    expect(drills[3]).toMatchObject({ reference: 'ENF', depth: 1, feature: 2 })
  })

  test('are seen from the middle of the bridge, if their source writes so', () => {
    const text = readMessage('DRILLE=R;C;-33.5;3;1.4;-33.5;3;0;1;F\nDRILLE=B;C;-55;3;1.4;-55;3;0;1;F\n')
    const { drills } = readDrills(text, { from: 'bridge', dbl: 19, a: { R: 48, L: 48 } })
    expect(drills.map(({ eye, start }) => [eye, start?.x])).toEqual([
      ['R', 0],
      ['R', -21.5],
      ['L', 21.5],
    ])
  })

  test.each(['X;C;1;2;1.4', 'R;C;one;2;1.4', 'R;C;1;2;0', ''])('are refused with a reason: %j', (value) => {
    const { drills, findings } = readDrills(readMessage(`DRILLE=${value}\n`))
    expect([drills, findings.map(({ code }) => code)]).toEqual([[], ['drill']])
  })
})

test('the points of a trace are mm on the axes of the front view', () => {
  const [east, north] = pointsOf(traceOf([1000, 2000, 1000, 2000]))
  expect([east?.x, north?.y]).toEqual([10, 20])
})
