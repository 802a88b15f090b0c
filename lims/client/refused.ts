import type { Problem } from '@ils/contract/problem'

/** The LIMS said no: with a stable code, a sentence and one cause per field. */
export class LimsRefused extends Error {
  readonly status: number
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.name = 'LimsRefused'
    this.status = problem.status
    this.problem = problem
  }

  get code(): string {
    return this.problem.code
  }
}

/** No answer, or one that is not the LIMS's: whether the request was carried out is unknown. */
export class LimsUnreachable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'LimsUnreachable'
  }
}
