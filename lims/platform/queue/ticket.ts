/** Names one waiting row. The fence makes it a new ticket after every claim, so an old one never stands in its way. */
export interface Ticket {
  readonly taskId: string
  readonly fence: number
  readonly priority: number
  readonly delayMs: number
}

/** When the next task of a kind is due, by the database's clock; negative when it is late, null when none waits. */
export interface Due {
  readonly kind: string
  readonly inMs: number | null
  readonly paused: boolean
}
