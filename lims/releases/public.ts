/** The door of releases: what processes compose and what modules above may ask. */
export { checkDraft } from './drafts/check-draft.ts'
export { keepJudgement } from './judgements/keep-judgement.ts'
export { judgementOf, keepJudgements } from './judgements/keep-judgement.ts'
export { judgeTwice, type JudgedTwice } from './judgements/judge-twice.ts'
export { readForMaking, type OrderForMaking } from './judging/judge-for-making.ts'
export { openRulesAtHand } from './activations/rules-at-hand.ts'
export { runImpact } from './impacts/run-impact.ts'
export { runSchedule } from './reviews/run-schedule.ts'
