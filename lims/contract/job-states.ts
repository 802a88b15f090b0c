/** Where a job is on its way, and what may come after it: one table for the server, screens and machines. */
export const jobStates = [
  'pending',
  'in_production',
  'quality_check',
  'on_hold',
  'completed',
  'shipped',
  'cancelled',
] as const
export type JobState = (typeof jobStates)[number]

export const jobStateMeans: Readonly<Record<JobState, string>> = {
  pending: 'Taken, and no work has begun',
  in_production: 'Being made',
  quality_check: 'Made, and looked at before it leaves',
  on_hold: 'Stopped on purpose: somebody has to do something first',
  completed: 'Made, looked at and packed',
  shipped: 'Left the lab',
  cancelled: 'Not wanted any more',
}

export const jobMoves: Readonly<Record<JobState, readonly JobState[]>> = {
  pending: ['in_production', 'quality_check', 'completed', 'on_hold', 'cancelled'],
  in_production: ['pending', 'quality_check', 'completed', 'on_hold', 'cancelled'],
  quality_check: ['in_production', 'completed', 'on_hold', 'cancelled'],
  on_hold: ['pending', 'in_production', 'quality_check', 'completed', 'cancelled'],
  completed: ['in_production', 'quality_check', 'on_hold', 'shipped', 'cancelled'],
  shipped: [],
  cancelled: [],
}

/** Still on its way through the lab. */
export const openStates = [
  'pending',
  'in_production',
  'quality_check',
  'on_hold',
  'completed',
] as const satisfies JobState[]

/** One step of a lens or of the pair. `waiting`: for an earlier one; `ready`: it can be begun. */
export const stepStates = ['waiting', 'ready', 'started', 'done'] as const
export type StepState = (typeof stepStates)[number]

/** A lens, or both together with their frame. */
export const tracks = ['right', 'left', 'pair'] as const
export type Track = (typeof tracks)[number]
