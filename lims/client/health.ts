import { readyz, type ProbeState } from '@ils/contract/system'
import type { CircuitState } from './circuit.ts'
import type { Connection } from './connection.ts'
import { randomWord } from './random-word.ts'
import { request } from './request.ts'

export interface Health {
  /** `ready`: it takes calls. `not_ready`: it answers, and says why not. `away`: nothing of a LIMS answers there. */
  readonly state: 'ready' | 'not_ready' | 'away'
  /** What it says of itself; null where nothing answers. */
  readonly says: ProbeState | null
  /** Whether this client asks it at all. */
  readonly circuit: CircuitState
  readonly circuitUntil: Date | null
  readonly ms: number
  readonly error: string | null
}

const HEALTH_MS = 5_000

/** Asks once and at once, whatever the circuit says, and throws nothing: for a page of states and for probes of one's own. */
export async function healthOf({ options, guard }: Connection): Promise<Health> {
  const began = performance.now()
  const about = { circuit: guard?.state ?? 'closed', circuitUntil: guard?.until ?? null } as const
  const signal = AbortSignal.timeout(Math.min(options.timeoutMs, HEALTH_MS))
  const correlationId = options.correlationId?.() ?? randomWord()
  try {
    const answer = await request({ options, endpoint: readyz, input: {}, body: undefined, correlationId }, signal)
    const says = (await answer.json()) as ProbeState // Its contract; only shown.
    const ms = performance.now() - began
    return { ...about, state: answer.ok ? 'ready' : 'not_ready', says, ms, error: null }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    return { ...about, state: 'away', says: null, ms: performance.now() - began, error: said }
  }
}
