/** Something seen in a message: what stops its use, what must be confirmed, what should be known. */
export interface Finding {
  readonly code: string
  readonly severity: 'refuse' | 'confirm' | 'warn'
  readonly message: string
  readonly label?: string
  readonly eye?: Eye
  readonly seen?: number | string
  readonly limit?: number | string
}

export type Eye = 'R' | 'L'

/** An expected no. Reading never throws: only what asks for something that cannot be written does. */
export class OmaRefusal extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'OmaRefusal'
    this.code = code
  }
}
