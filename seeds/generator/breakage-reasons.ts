// data table: why lenses are lost, at which station it is seen, and how often
import type { Department, StationId, Work } from './floor.ts'

export interface BreakageReason {
  readonly code: string
  readonly means: string
  readonly seenAt: StationId
  /** Who lost it, which is not always where it is seen. */
  readonly department: Department
  /** Of a hundred thousand lenses that pass, on an ordinary day. */
  readonly rate: number
  readonly only?: (work: Work) => boolean
  /** Times as often for a group of materials. */
  readonly materials?: Readonly<Record<string, number>>
}

const reason = (
  code: string,
  means: string,
  seenAt: StationId,
  department: Department,
  rate: number,
  rest?: Partial<BreakageReason>,
): BreakageReason => ({ code, means, seenAt, department, rate, ...rest })

const soft = { materials: { poly: 1.7, trivex: 1.2 } }
const brittle = { materials: { high: 1.6, mid: 1.3, glass: 1.8 } }
const drilled = { only: (work: Work): boolean => work.drilled }

/** Codes of the domain notes. `INS-P` has no rate: the measured power decides, and drifting generators cause most of it. */
export const breakageReasons: readonly BreakageReason[] = [
  reason('STK', 'defect of the blank', 'pick', 'stores', 130),
  reason('WRG', 'wrong product picked', 'pick', 'stores', 45),
  reason('BLK', 'blocked wrongly', 'block', 'surfacing', 105),
  reason('BLK-AX', 'blocked off axis', 'block', 'surfacing', 85),
  reason('GEN-T', 'wrong thickness', 'generate', 'surfacing', 145),
  reason('GEN-C', 'chatter', 'generate', 'surfacing', 105, brittle),
  reason('GEN-W', 'wrong curve', 'generate', 'surfacing', 60),
  reason('MACH', 'machine fault', 'generate', 'surfacing', 65),
  reason('POL-G', 'grey', 'polish', 'surfacing', 160),
  reason('POL-O', 'orange peel', 'polish', 'surfacing', 100, soft),
  reason('POL-P', 'off power by polishing', 'polish', 'surfacing', 60),
  reason('ENG', 'wrong marks', 'engrave', 'surfacing', 30),
  reason('DBL', 'scratched at deblocking', 'deblock', 'surfacing', 500, soft),
  reason('INS-P', 'power outside tolerance', 'surface-inspection', 'surfacing', 0),
  reason('INS-A', 'axis outside tolerance', 'surface-inspection', 'surfacing', 85),
  reason('INS-PR', 'prism outside tolerance', 'surface-inspection', 'surfacing', 60),
  reason('TNT', 'colour missed or blotched', 'tint', 'tinting', 1400, { materials: { poly: 1.8, high: 1.3 } }),
  reason('HC-D', 'dust under the hard coat', 'hard-coat', 'coating', 700),
  reason('HC-R', 'runs in the hard coat', 'hard-coat', 'coating', 375),
  reason('AR-PE', 'coating peels', 'ar-coat', 'coating', 370, soft),
  reason('AR-C', 'colour of the coating', 'ar-coat', 'coating', 400),
  reason('AR-CR', 'coating crazes', 'ar-coat', 'coating', 260),
  reason('EDG-AX', 'slipped off axis', 'edge', 'finishing', 430),
  reason('EDG-S', 'edged to a wrong size', 'edge', 'finishing', 520),
  reason('EDG-CH', 'chipped at the edge', 'edge', 'finishing', 455, brittle),
  reason('DRL', 'cracked at a hole', 'edge', 'finishing', 1700, { ...drilled, ...brittle }),
  reason('ASM', 'lost in mounting', 'mount', 'finishing', 240),
  reason('FIN-S', 'scratched in finishing', 'final', 'finishing', 1380, soft),
  reason('HAND', 'dropped or mishandled', 'final', 'inspection', 70),
  reason('LOST', 'not found', 'final', 'inspection', 35),
]
