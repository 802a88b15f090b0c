import type { Fault } from './fault.ts'

const MOST_FAULTS = 1000

/** Says what is wrong at a pointer, and in what. */
export type Tell = (code: string, message: string, pointer: string, subject?: string) => void

export interface Report {
  readonly tell: Tell
  readonly faults: readonly Fault[]
}

/** Thrown when more than anybody reads was told: whoever opened the report ends there. */
export class EnoughFaults extends Error {}

export function openReport(): Report {
  const faults: Fault[] = []
  const told = new Set<string>()
  return {
    faults,
    tell(code, message, pointer, subject) {
      // Several ways may lead to the same finding.
      const once = `${code} ${pointer} ${message}`
      if (told.has(once)) return
      told.add(once)
      if (faults.length < MOST_FAULTS)
        return void faults.push({ code, message, pointer, ...(subject === undefined ? {} : { subject }) })
      faults.push({ code: 'more_faults', message: 'There are more faults than these; mend them first.', pointer: '' })
      throw new EnoughFaults()
    },
  }
}
