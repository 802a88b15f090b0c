import { BrokenCircuitError, circuitBreaker, CircuitState as Circuit, ConsecutiveBreaker, handleWhen } from 'cockatiel'
import { pause } from './pause.ts'
import { CircuitOpen, LimsRefused, LimsUnreachable } from './refused.ts'

export type CircuitState = 'closed' | 'open' | 'half_open'

export interface CircuitOptions {
  /** After so many failures in a row nobody is asked any more. */
  readonly failures?: number
  /** How long, the first time; doubled with each try that fails again. */
  readonly openMs?: number
  readonly mostOpenMs?: number
}

export interface Guard {
  readonly state: CircuitState
  /** When the next try may be made; null while it is closed. */
  readonly until: Date | null
  /** Makes the call, unless the circuit is open: then it throws `CircuitOpen`. */
  through<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T>
}

interface Pause {
  readonly duration: number
  next(): Pause
}

const FAILURES = 5
const OPEN_MS = 5_000
const MOST_OPEN_MS = 60_000

/** The one breaker of a client. Only what says that the LIMS is away opens it: no answer, or a broken one; never a refusal. */
export function openCircuit(
  url: string,
  { failures = FAILURES, openMs = OPEN_MS, mostOpenMs = MOST_OPEN_MS }: CircuitOptions,
  told: (state: CircuitState, until: Date | null) => void,
): Guard {
  let until: Date | null = null
  // cockatiel asks for the next pause at the moment it makes it.
  const begun = (duration: number): Pause => {
    until = new Date(performance.timeOrigin + performance.now() + duration)
    return { duration, next: () => begun(Math.min(duration * 2, mostOpenMs)) }
  }
  const policy = circuitBreaker(
    // A try that is given up says nothing: taken for a success, it would close the circuit.
    handleWhen((error) => isAway(error) || (policy.state === Circuit.HalfOpen && !(error instanceof LimsRefused))),
    { halfOpenAfter: { next: () => begun(openMs) }, breaker: new ConsecutiveBreaker(failures) },
  )
  policy.onStateChange((state) => {
    if (state === Circuit.Closed) until = null
    told(stateOf(state), until)
  })
  return {
    get state() {
      return stateOf(policy.state)
    },
    get until() {
      return until
    },
    async through(call, signal) {
      // Whoever has given up meanwhile asks for nothing any more, and says nothing of the LIMS.
      const still = (): ReturnType<typeof call> => (signal.aborted ? rejectionOf(signal) : call())
      try {
        // While one tries, others wait for what comes of it, but no longer than they want to.
        if (policy.state === Circuit.HalfOpen) return await Promise.race([policy.execute(still), rejectionOf(signal)])
        return await policy.execute(call)
      } catch (error) {
        if (!(error instanceof BrokenCircuitError) || !until) throw error
        const refused = new CircuitOpen(url, until)
        // Nothing was asked, so nothing was waited for: whoever tries again at once would let nobody else have a turn.
        await pause(0, undefined)
        throw refused
      }
    },
  }
}

const isAway = (error: unknown): boolean =>
  error instanceof LimsUnreachable || (error instanceof LimsRefused && error.status >= 500)

const stateOf = (state: Circuit): CircuitState =>
  state === Circuit.Closed ? 'closed' : state === Circuit.HalfOpen ? 'half_open' : 'open'

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const give = (): void => {
      reject(signal.reason as Error) // What `fetch` would throw.
    }
    if (signal.aborted) give()
    else signal.addEventListener('abort', give, { once: true })
  })
}
