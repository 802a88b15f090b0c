export interface LiveClose {
  readonly code: number
  readonly means: string
  /** `resume`: come again with a new ticket and your position. `changed`: come again, your rights may be others. `never`: it would be the same. */
  readonly then: 'resume' | 'changed' | 'never'
}

/**
 * Why the LIMS closes a socket: the code of the close frame. Its reason is JSON, `{"name": "too_slow"}`, with `retryMs`
 * where many go at once: wait that long before you come again.
 */
export const liveCloses = {
  protocol_violation: { code: 4000, means: 'What was sent is not of this protocol', then: 'never' },
  ticket_bad: { code: 4001, means: 'The ticket is not known, was used or has expired', then: 'resume' },
  revoked: { code: 4002, means: 'The key or its holder opens nothing any more', then: 'never' },
  room_refused: { code: 4003, means: 'A room of `hello` is not for these credentials', then: 'never' },
  hello_late: { code: 4004, means: 'No `hello` came within five seconds', then: 'resume' },
  access_changed: { code: 4005, means: 'These credentials may do something else than before', then: 'changed' },
  credentials_ended: { code: 4006, means: 'The key or token has reached its end', then: 'changed' },
  too_slow: { code: 4007, means: 'The reader is too far behind', then: 'resume' },
  too_many_rooms: { code: 4008, means: 'More than 200 rooms', then: 'never' },
  too_many_sockets: { code: 4009, means: 'The holder has as many sockets as one may have', then: 'never' },
  epoch_replaced: { code: 4010, means: 'The event log is another one now: load anew', then: 'resume' },
  going_away: { code: 4011, means: 'This process stops', then: 'resume' },
  not_ready: { code: 4013, means: 'Something that is needed is out of reach', then: 'resume' },
  no_answer: { code: 4012, means: 'A ping was not answered', then: 'resume' },
} as const satisfies Record<string, LiveClose>

export type LiveCloseName = keyof typeof liveCloses
