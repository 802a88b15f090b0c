/** What can be done on the floor by scan: which fields each verb needs and which it may have. Screens and scanners follow it. */
export interface FloorVerb {
  readonly means: string
  readonly needs: readonly ScanField[]
  readonly may: readonly ScanField[]
}

export type ScanField =
  | 'job'
  | 'station'
  | 'eye'
  | 'tray'
  | 'machine'
  | 'opc'
  | 'lot'
  | 'mode'
  | 'reason'
  | 'fault'
  | 'note'
  | 'owner'
  | 'until'
  | 'measured'
  | 'why'
  | 'batch'
  | 'program'
  | 'density'
  | 'carrier'
  | 'tracking'
  | 'reassign'

const verb = (means: string, needs: readonly ScanField[], may: readonly ScanField[] = []): FloorVerb => ({
  means,
  needs,
  may: [...may, 'note'],
})

export const floorVerbs = {
  'bind-tray': verb('Put a job into a tray; with `reassign` also when either was taken', ['job', 'tray'], ['reassign']),
  'free-tray': verb('Take a job out of its tray', ['job']),
  pick: verb(
    'Pick the blank of a lens: used, or exchanged for another one; short or defect: none was taken; reverse: put back',
    ['job', 'eye', 'mode'],
    ['opc', 'lot', 'station', 'reason', 'machine'],
  ),
  start: verb('Begin the step of a station', ['job', 'station'], ['eye', 'machine']),
  finish: verb('End the step of a station', ['job', 'station'], ['eye', 'machine']),
  move: verb(
    'Arrive at a station: ends the step before if it was begun, and begins this one',
    ['job', 'station'],
    ['eye', 'machine'],
  ),
  tint: verb(
    'End the tinting of lenses with what was mixed',
    ['job', 'station'],
    ['eye', 'program', 'density', 'machine'],
  ),
  'frame-arrived': verb('The frame that was to come lies in the tray', ['job']),
  hold: verb('Stop a job on purpose', ['job', 'reason'], ['owner', 'until', 'station']),
  resume: verb('Let a held job go on', ['job'], ['why', 'station']),
  break: verb('A lens is lost, or must be worked again', ['job', 'eye', 'station', 'reason'], ['fault', 'machine']),
  'reverse-breakage': verb('The last breakage of a lens was none', ['job', 'eye', 'why'], ['station']),
  inspect: verb(
    'Measure a lens and have it judged by the tolerances of its decision; `why` overrides what failed',
    ['job', 'eye', 'station', 'measured'],
    ['why', 'machine'],
  ),
  'batch-open': verb('Open a batch of a chamber or bath', ['batch', 'station'], ['program', 'machine']),
  'batch-add': verb('Put lenses into an open batch', ['batch', 'job'], ['eye', 'station']),
  'batch-close': verb('Close a batch and begin it: full, due, or on purpose', ['batch'], ['station', 'machine']),
  'batch-finish': verb('Take out a batch: the step of all its lenses is done', ['batch'], ['station']),
  ship: verb('The job leaves the lab', ['job', 'carrier'], ['tracking', 'station']),
  cancel: verb('The job is not wanted any more', ['job', 'reason'], ['station']),
} as const satisfies Record<string, FloorVerb>

export type Verb = keyof typeof floorVerbs
// Object.keys forgets the names of its keys; the table is closed.
export const verbNames = Object.keys(floorVerbs) as Verb[]

export const pickModes = ['use', 'exchange', 'short', 'defect', 'reverse'] as const
export type PickMode = (typeof pickModes)[number]

/** Who answers for a lost lens. */
export const faultParties = ['lab', 'maker', 'practice'] as const
export type FaultParty = (typeof faultParties)[number]
