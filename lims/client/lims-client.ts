import type { AnswerOf, BodyOf, QueryOf } from '@ils/contract/endpoint'
import { limsApi } from '@ils/contract/lims'
import type { ClientOf, Fresh } from './call.ts'
import type { ClientOptions } from './client-options.ts'
import { openConnection } from './connection.ts'
import { healthOf, type Health } from './health.ts'
import { keepAnswers } from './kept-answers.ts'
import { subscribeLive } from './live/subscribe-live.ts'
import type { LiveOptions, LiveSubscription } from './live/live-options.ts'
import { openClient } from './open-client.ts'
import { LimsUnreachable } from './refused.ts'

type Api = typeof limsApi
interface Waits {
  readonly signal?: AbortSignal
}

/** Beside the methods of the contract: what a program that orders lenses asks for again and again. */
export interface OrderingMethods {
  /** Can this be made, for how much, by when: `validate` by the name that integrators were promised. */
  validateConfiguration(order: BodyOf<Api['validate'], never>, waits?: Waits): Promise<AnswerOf<Api['validate']>>
  /** `getCatalog`, kept for five minutes; asked for again then, or after `changed`, and not sent again where it is the same. */
  fetchCatalog(query?: Partial<QueryOf<Api['getCatalog']>>): Promise<AnswerOf<Api['getCatalog']>>
  /** `getRules`, kept likewise. */
  fetchRules(query?: Partial<QueryOf<Api['getRules']>>): Promise<AnswerOf<Api['getRules']>>
  readonly catalogue: {
    /** Call it when `catalog.updated` arrives, by webhook or live: what was kept is not answered with any more. */
    changed(): void
  }
  health(): Promise<Health>
  /** What happens, as it happens. What is kept of the catalogue is dropped when it tells of another one. */
  subscribeLive(options: LiveOptions): LiveSubscription
}

/** A method for every endpoint of the contract, typed by it, and the few that keep what they know. */
export type LimsClient = ClientOf<Api> & OrderingMethods

const KEEP_MS = 300_000
// One practice asks for few; a portal of hundreds of practices asks for those that are at work.
const MOST_KEPT = 500

export function openLimsClient(options: ClientOptions): LimsClient {
  const connection = openConnection(options)
  const calls = openClient(limsApi, options, connection)
  const kept = keepAnswers(KEEP_MS, MOST_KEPT, (key, error) => {
    const give = options.whenAway === 'last' && error instanceof LimsUnreachable
    if (give) connection.tell((to) => to.onStale?.(key.split(' ')[0] ?? key, error))
    return give
  })
  return {
    ...calls,
    validateConfiguration: (order, waits = {}) => calls.validate({ body: order, ...waits }),
    fetchCatalog: (query = {}) =>
      keep('fetchCatalog', query, (ifNoneMatch) => calls.getCatalog({ query, ifNoneMatch })),
    fetchRules: (query = {}) => keep('fetchRules', query, (ifNoneMatch) => calls.getRules({ query, ifNoneMatch })),
    catalogue: { changed: kept.changed },
    health: () => healthOf(connection),
    subscribeLive: (live) => {
      const desk = { url: options.url, makeTicket: (signal: AbortSignal) => calls.makeLiveTicket({ signal }) }
      return subscribeLive(desk, watchingCatalogue(live))
    },
  }

  function keep<T>(name: string, query: object, ask: (ifNoneMatch: string | null) => Promise<Fresh<T>>): Promise<T> {
    const asked = Object.entries(query).sort(([one], [other]) => (one < other ? -1 : 1))
    return kept.get(`${name} ${JSON.stringify(asked)}`, ask)
  }
  function watchingCatalogue(live: LiveOptions): LiveOptions {
    return {
      ...live,
      onEvent: (event, position) => {
        if (event.type === 'catalog.updated') kept.changed()
        return live.onEvent?.(event, position)
      },
      onSnapshot: (snapshot) => {
        if (snapshot.room.startsWith('catalogue')) kept.changed()
        return live.onSnapshot?.(snapshot)
      },
      onLoad: (why) => {
        // What was missed may have been that.
        kept.changed()
        return live.onLoad?.(why)
      },
    }
  }
}
