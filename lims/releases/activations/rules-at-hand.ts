import { Refusal } from '@ils/platform/refusal'
import { compileRelease, type CompiledRelease } from '@ils/rules/engine/compile-release'
import { LRUCache } from 'lru-cache'
import type { App, InForce, ReadyRelease, RulesAtHand } from '../../app.ts'
import { findActivations, findPrepared, findReleaseHash, type ActivationInForce } from './views.ts'
import { findRulebook } from '../contents/store.ts'

// Compiled, a release of a thousand rules takes some 20 MB; replay goes through old ones, judging needs a few.
const MOST_COMPILED = 16
// News comes by NOTIFY; this only heals what was lost on the way.
const SWEEP_MS = 2000

type World = Pick<App, 'pool' | 'schema' | 'listener' | 'log'>

interface State {
  readonly everyone: InForce | undefined
  readonly practices: ReadonlyMap<string, InForce>
  readonly n: number
}

const channel = (schema: string): string => `ils_rules_${schema}`

/**
 * Keeps in this process what is in force, compiled. Contents that may soon come into force are announced and compiled
 * beforehand, so that an activation only swaps; while the announcements do not arrive, each judgement asks the database.
 */
export function openRulesAtHand(app: World): RulesAtHand {
  const compiledByHash = new LRUCache<string, CompiledRelease>({ max: MOST_COMPILED })
  const compiling = new Map<string, Promise<CompiledRelease>>()
  // A release never gets another content: what was found once needs no connection again.
  const hashes = new Map<number, string>()
  const subscribers = new Set<() => void>()
  let state: State | undefined
  let reading: Promise<State> | undefined
  let next: Promise<State> | undefined
  let closed = false

  function compiled(hash: string): Promise<CompiledRelease> {
    const known = compiledByHash.get(hash)
    if (known) return Promise.resolve(known)
    const under = compiling.get(hash)
    if (under) return under
    const work = findRulebook(app.pool, hash)
      .then((rulebook) => {
        const made = compileRelease(rulebook)
        compiledByHash.set(hash, made)
        return made
      })
      .finally(() => compiling.delete(hash))
    compiling.set(hash, work)
    return work
  }

  async function made({ n, release, hash, at, practices }: ActivationInForce): Promise<InForce> {
    const ready: ReadyRelease = { number: release, hash, compiled: await compiled(hash) }
    return { release: ready, activation: n, since: at, pilot: practices !== null }
  }

  async function readOnce(): Promise<State> {
    const rows = await findActivations(app.pool)
    const practices = new Map<string, InForce>()
    let everyone: InForce | undefined
    for (const row of rows) {
      const one = await made(row)
      if (row.practices === null) everyone = one
      else for (const practice of row.practices) practices.set(practice, one)
    }
    for (const [practice, one] of practices) {
      if (one.release.number === everyone?.release.number) practices.delete(practice)
    }
    const found: State = { everyone, practices, n: rows.at(-1)?.n ?? 0 }
    // Two readings may end in the other order than they began.
    if (!state || found.n >= state.n) swap(found)
    return state ?? found
  }

  function swap(found: State): void {
    const isNews = found.n !== state?.n
    state = found
    if (isNews) for (const tell of subscribers) tell()
  }

  /** One reading at a time; whoever comes meanwhile shares the next one, for the one under way may have missed their news. */
  function read(): Promise<State> {
    if (!reading) return begin()
    next ??= reading
      .catch(() => undefined)
      .then(() => {
        next = undefined
        return begin()
      })
    return next
  }

  function begin(): Promise<State> {
    reading = readOnce().finally(() => {
      reading = undefined
    })
    return reading
  }

  const quietly = (work: Promise<unknown>): void => {
    work.catch((error: unknown) => {
      if (!closed) app.log.warn({ err: error }, 'the release in force could not be read, trying again')
    })
  }

  function hear(payload: string): void {
    const news = newsOf(payload)
    if (news?.prepare !== undefined) return void quietly(compiled(news.prepare))
    if (news?.n !== undefined && state && news.n <= state.n) return
    const swappedIn = news && swapped(news)
    if (swappedIn) swap(swappedIn)
    else quietly(read())
  }

  /** The state after an activation whose content is compiled; nothing where that, or an activation before it, is missing. */
  function swapped({ n, release: number, hash, at, practices }: News): State | undefined {
    const known = hash === undefined ? undefined : compiledByHash.get(hash)
    if (!known || n === undefined || number === undefined || at === undefined || practices === undefined)
      return undefined
    const since = new Date(at)
    const release: ReadyRelease = { number, hash: known.hash, compiled: known }
    if (practices === null) {
      return { everyone: { release, activation: n, since, pilot: false }, practices: new Map(), n }
    }
    if (!state?.everyone || n !== state.n + 1) return undefined
    const pilots = new Map(state.practices)
    for (const practice of practices) {
      if (number === state.everyone.release.number) pilots.delete(practice)
      else pilots.set(practice, { release, activation: n, since, pilot: true })
    }
    return { everyone: state.everyone, practices: pilots, n }
  }

  async function prepare(): Promise<void> {
    await read()
    for (const hash of await findPrepared(app.pool)) await compiled(hash)
  }

  const stopListening = app.listener.on(channel(app.schema), hear)
  const sweep = setInterval(() => {
    quietly(read())
  }, SWEEP_MS)
  sweep.unref()
  quietly(prepare())

  return {
    inForce(practice) {
      if (state && app.listener.connected) return pick(state, practice)
      return read().then((now) => pick(now, practice))
    },
    async release(number) {
      const hash = hashes.get(number) ?? (await findReleaseHash(app.pool, number))
      if (hash === undefined) throw new Refusal('not_found', `There is no release ${number}`)
      hashes.set(number, hash)
      return { number, hash, compiled: await compiled(hash) }
    },
    compiled,
    newest: () => state?.n ?? 0,
    subscribe(changed) {
      subscribers.add(changed)
      return () => subscribers.delete(changed)
    },
    close() {
      closed = true
      subscribers.clear()
      clearInterval(sweep)
      stopListening()
    },
  }
}

function pick(state: State, practice: string | null): InForce {
  const found = (practice === null ? undefined : state.practices.get(practice)) ?? state.everyone
  if (found) return found
  throw new Refusal('nothing_in_force', 'No release is in force yet: publish one, or run `ils seed`')
}

interface News {
  readonly prepare?: string
  readonly n?: number
  readonly release?: number
  readonly hash?: string
  readonly at?: string
  /** Null: for everyone; absent: too many to be told. */
  readonly practices?: readonly string[] | null
}

/** Without a payload the listener was away; then everything is read. */
function newsOf(payload: string): News | undefined {
  if (payload === '') return undefined
  try {
    // Sent by our own function of the database.
    return JSON.parse(payload) as News
  } catch {
    return undefined
  }
}
