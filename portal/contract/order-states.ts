import { jobStates, type JobState } from '@ils/contract/job-states'

/** Where an order is: taken here and not yet confirmed by the lab, and then where its job is. */
export const orderStates = ['submitted', ...jobStates] as const
export type OrderState = 'submitted' | JobState

/** Its way is over: it changes no more. */
export const orderOver = (state: OrderState): boolean => state === 'shipped' || state === 'cancelled'

/** Who has to do something about a held order: the practice, because the lab would not take it, or the lab. */
export const holders = ['practice', 'lab'] as const
