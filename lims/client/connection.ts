import type { Endpoint } from '@ils/contract/endpoint'
import type { Check, CheckedPart, Checks } from './checks.ts'
import { openCircuit, type Guard } from './circuit.ts'
import type { ClientHooks, ClientOptions } from './client-options.ts'

/** What all calls of a client share. */
export interface Connection {
  readonly options: ClientOptions & { readonly timeoutMs: number }
  readonly guard: Guard | undefined
  check(name: string, endpoint: Endpoint, part: CheckedPart['part']): Promise<Check | undefined>
  readonly tell: (say: (hooks: ClientHooks) => void) => void
}

const TIMEOUT_MS = 35_000

export function openConnection(given: ClientOptions): Connection {
  const options = { ...given, timeoutMs: given.timeoutMs ?? TIMEOUT_MS }
  const { url, circuit = {}, hooks } = options
  const tell = (say: (hooks: ClientHooks) => void): void => {
    if (!hooks) return
    try {
      say(hooks)
    } catch {
      // A log that fails must not fail the call it tells of.
    }
  }
  let checks: Promise<Checks> | undefined
  const found = new Map<string, Check | undefined>()
  return {
    options,
    tell,
    guard:
      circuit === 'none'
        ? undefined
        : openCircuit(url, circuit, (state, until) => tell((to) => to.onBreaker?.(state, until))),
    async check(name, endpoint, part) {
      const key = `${name}.${part}`
      if (!found.has(key)) {
        checks ??= checksOf(options.checks)
        found.set(key, (await checks)({ name, endpoint, part }))
      }
      return found.get(key)
    },
  }
}

async function checksOf(given: Checks | 'none' | undefined): Promise<Checks> {
  if (given === 'none' || (given === undefined && !isNode())) return () => undefined
  // Loaded where it is wanted only: ajv is larger than all of the client.
  return given ?? (await import('./checks-by-ajv.ts')).checksByAjv
}

const isNode = (): boolean => typeof process === 'object' && typeof process.versions?.node === 'string'
