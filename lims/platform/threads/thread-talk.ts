/** What a thread and whoever started it say to each other. */
export type FromThread =
  | { readonly is: 'told'; readonly told: unknown }
  | { readonly is: 'asks' }
  | { readonly is: 'done'; readonly result: unknown }
  | { readonly is: 'threw'; readonly thrown: unknown }

/** The answer to the oldest question that is open. */
export interface ToThread {
  readonly answer: unknown
}

export interface ThreadStart {
  readonly input: unknown
  /** One cell, not zero once the result is no longer wanted: to be seen by a thread that never stops to listen. */
  readonly aborted: SharedArrayBuffer
}
