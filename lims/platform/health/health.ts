import type { ProbeState } from '@ils/contract/system'
import type { Shutdown } from '../shutdown.ts'

export interface Health {
  /** Adds a check. `needed`: without it this process cannot do its work; otherwise it is only shown. */
  check(name: string, needed: boolean, probe: () => Promise<void>): void
  /** The start is over. */
  started(): void
  live(): ProbeState
  ready(): Promise<ProbeState>
  startup(): ProbeState
}

type Check = ProbeState['checks'][number]

const LONGEST_MS = 2000
// Probes come often and from several sides: the answer of a moment ago serves them all.
const FRESH_MS = 500

/** Liveness, readiness and startup are three questions; readiness asks only for what the roles of this process need. */
export function openHealth(shutdown: Pick<Shutdown, 'stopping'>): Health {
  const probes: { name: string; needed: boolean; probe: () => Promise<void> }[] = []
  let up = false
  let last: { at: number; checks: Promise<Check[]> } | undefined

  const startCheck = (): Check => ({ name: 'start', ok: up, needed: true, ...(up ? {} : { detail: 'still starting' }) })
  const runChecks = (): Promise<Check[]> => {
    const now = performance.now()
    if (!last || now - last.at > FRESH_MS) last = { at: now, checks: Promise.all(probes.map(runProbe)) }
    return last.checks
  }

  return {
    check(name, needed, probe) {
      probes.push({ name, needed, probe })
    },
    started() {
      up = true
    },
    live: () => ({ state: 'ok', checks: [{ name: 'event loop', ok: true, needed: true }] }),
    startup: () => ({ state: up ? 'ok' : 'failing', checks: [startCheck()] }),
    async ready() {
      const checks = [startCheck(), ...(await runChecks())]
      if (shutdown.stopping.aborted) return { state: 'stopping', checks }
      return { state: checks.every((check) => check.ok || !check.needed) ? 'ok' : 'failing', checks }
    },
  }
}

async function runProbe({
  name,
  needed,
  probe,
}: {
  name: string
  needed: boolean
  probe: () => Promise<void>
}): Promise<Check> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${LONGEST_MS} ms`))
    }, LONGEST_MS)
  })
  try {
    await Promise.race([probe(), late])
    return { name, ok: true, needed }
  } catch (error) {
    // Only what went wrong in kind: addresses and names of a database are nobody's business here.
    return {
      name,
      ok: false,
      needed,
      detail: error instanceof Error && !('code' in error) ? error.message : 'not reachable',
    }
  } finally {
    clearTimeout(timer)
  }
}
