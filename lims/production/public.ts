/** The door of production: what processes compose and what modules above may ask. */
export { callSweep, sweepFloor } from './floor/sweep-floor.ts'
export { jobForStory, type JobForStory } from './jobs/job-for-story.ts'
export { applyScan } from './floor/apply-scan.ts'
export { jobAtMachine, type JobAtMachine } from './jobs/job-at-machine.ts'
export { keepFrame, type FrameFacts } from './jobs/keep-frame.ts'
export { jobsAtStep, type StandingJob } from './jobs/jobs-at-step.ts'
export { keepDesignAnswer, type AnsweredLens, type KeptAnswer } from './jobs/keep-design-answer.ts'
