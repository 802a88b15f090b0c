/** The door of releases: what processes compose and what modules above may ask. */
export { checkDraft } from './check-draft.ts'
export { openRulesAtHand } from './rules-at-hand.ts'
export { runImpact } from './run-impact.ts'
export { runSchedule } from './run-schedule.ts'
