import { buildMessage, type Entry } from '@ils/oma/records/build-message'
import { measureTrace } from '@ils/oma/traces/measure-trace'
import { writeTrace } from '@ils/oma/traces/write-trace'
import { shapeOf } from './frame-shape.ts'
import { identityOf, type JobEnd, type Machine } from './machine.ts'
import { around } from './dice.ts'
import { pause } from './open-device.ts'
import { endOf } from './end-of-wish.ts'

const POINTS = 400
/** What a stylus trembles, hundredths of a mm. */
const TREMBLE = 2

/** Feels both eyes of a frame and uploads what it felt, box and all. */
export const tracer: Machine = {
  dev: 'TRC',
  identity: identityOf('TRC', 'Stylus'),
  formats: [['TRCFMT', [1, POINTS, 'E', 'B']]],
  async work(talk, job, { frame, workMs }): Promise<JobEnd> {
    await pause(workMs)
    const felt = (['R', 'L'] as const).map((eye) => {
      const shape = shapeOf(eye, frame, POINTS)
      return { ...shape, radii: shape.radii.map((radius) => radius + Math.round(around(talk.roll, TREMBLE))) }
    })
    const boxes = felt.map(measureTrace)
    const pair = (value: (box: (typeof boxes)[number]) => number): readonly number[] => boxes.map(value)
    const data: Entry[] = [
      ['HBOX', pair(({ a }) => a), { decimals: 2 }],
      ['VBOX', pair(({ b }) => b), { decimals: 2 }],
      ['DBL', frame.dbl, { decimals: 2 }],
      ['FED', pair(({ ed }) => ed), { decimals: 2 }],
      ['FEDAX', pair(({ edAxis }) => edAxis), { decimals: 0 }],
      ['CIRC', pair(({ circumference }) => circumference), { decimals: 2 }],
      ...felt.flatMap((trace) => writeTrace(trace)),
    ]
    const offer: Entry[] = [['TRCFMT', [1, POINTS, 'E', 'B', 'F']]]
    const end = await talk.ask({ kind: 'upload', request: 'TRC', job, offer, data })
    return endOf(
      end,
      `a frame of ${boxes[0]?.a.toFixed(2) ?? '?'} × ${boxes[0]?.b.toFixed(2) ?? '?'} mm was traced`,
      buildMessage(data),
    )
  },
}
