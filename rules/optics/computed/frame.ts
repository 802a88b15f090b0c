import { blankForBox, blankForOutline } from '../blank-size.ts'
import { nasalSign } from '../prism.ts'
import { traceOutline, type TraceOutline } from '../trace.ts'
import { numberOf } from './asking.ts'
import { ifEye } from './if-eye.ts'
import { eye, millimetres, orNull, shape } from './inputs.ts'
import type { Shape } from '../../vocabulary/fact.ts'
import type { ComputedFunction } from '../computed-function.ts'

const dcs = 'OMA/VCA Data Communication Standard 3.x, trace data'

const ofTrace = (
  name: string,
  unit: 'mm' | 'deg',
  meaning: string,
  answer: (outline: TraceOutline) => number,
): ComputedFunction =>
  numberOf({
    ...{ name, unit, meaning, source: dcs },
    inputs: [shape('trace')],
    answer: (trace: Shape) => {
      const outline = traceOutline(trace)
      return outline === null ? null : answer(outline)
    },
  })

/** What is computed of the frame's trace or box. */
export const frameFunctions = [
  ofTrace('boxFromTraceA@1', 'mm', 'A of the box around the trace', ({ a }) => a),
  ofTrace('boxFromTraceB@1', 'mm', 'B of the box around the trace', ({ b }) => b),
  ofTrace('effectiveDiameter@1', 'mm', 'twice the longest radius from the boxed centre', (of) => of.effectiveDiameter),
  ofTrace('effectiveDiameterAxis@1', 'deg', 'direction of that radius, 0 to 359', (of) => {
    return Math.floor(of.effectiveDiameterAxis + 0.5) % 360
  }),
  ofTrace('circumference@1', 'mm', 'length of the shape, flat', (of) => of.circumference),
  ofTrace('shortestRadius@1', 'mm', 'shortest radius from the boxed centre', (of) => of.shortestRadius),
  ofTrace('traceOffCentre@1', 'mm', 'from the tracer’s centre to the boxed centre', ({ centreX, centreY }) =>
    Math.sqrt(centreX * centreX + centreY * centreY),
  ),
  numberOf({
    name: 'minimumBlank@1',
    inputs: [
      ...[eye, orNull(shape('trace')), orNull(millimetres('a')), orNull(millimetres('b'))],
      ...[orNull(millimetres('effectiveDiameter')), millimetres('decentrationIn'), millimetres('decentrationUp')],
      ...[orNull(millimetres('centreOffsetIn')), orNull(millimetres('centreOffsetUp')), millimetres('allowance')],
    ] as const,
    unit: 'mm',
    meaning:
      'smallest blank that holds the shape: by the trace when there is one, else by the box; the offset is from the blank’s centre to its optical centre',
    source: 'MBS = 2 max|P - C|, boxing system; Ocuco, How Big is Big Enough',
    answer: (side, trace, a, b, ed, inward, up, offsetIn, offsetUp, allowance) =>
      ifEye(side, (known) => {
        const x = nasalSign(known) * (inward - (offsetIn ?? 0))
        const y = up - (offsetUp ?? 0)
        if (trace !== null) {
          const outline = traceOutline(trace)
          return outline === null ? null : blankForOutline(outline, x, y, allowance)
        }
        return a === null || b === null || a <= 0 || b <= 0 ? null : blankForBox(a, b, ed, x, y, allowance)
      }),
  }),
]
