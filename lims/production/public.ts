/** The door of production: what processes compose and what modules above may ask. */
export { callSweep, sweepFloor } from './floor/sweep-floor.ts'
