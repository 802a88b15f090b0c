import { practiceEventTypes, publicEventTypes, toldKinds } from '@ils/contract/told-events'

/** Types of events by whom they may be told to. */
export const toldTypes = {
  lab: toldKinds(null).map(({ type }) => type),
  /** What is a practice's own; of a pilot that is the catalogue too. */
  practice: [...practiceEventTypes, ...publicEventTypes],
  /** What is nobody's own. */
  everyone: publicEventTypes,
}
