/** The door of releases: what processes compose and what modules above may ask. */
export { checkDraft } from './drafts/check-draft.ts'
export { openRulesAtHand } from './activations/rules-at-hand.ts'
export { runImpact } from './impacts/run-impact.ts'
export { runSchedule } from './reviews/run-schedule.ts'
