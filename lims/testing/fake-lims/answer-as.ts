import type { limsApi } from '@ils/contract/lims'
import type { AnswerOf, BodyOf, ParamsOf, QueryOf } from '@ils/contract/endpoint'
import type { FakeKey, FakeState } from './state.ts'

type Api = typeof limsApi

/** A call as a handler of the fake sees it, checked by the contract. */
export interface FakeCall<E> {
  readonly state: FakeState
  readonly key: FakeKey
  readonly params: ParamsOf<E>
  readonly query: QueryOf<E>
  readonly body: BodyOf<E, Buffer>
}

/** What the fake does itself; everything else it answers with an example. */
export type Handlers = {
  readonly [K in keyof Api]?: (call: FakeCall<Api[K]>) => AnswerOf<Api[K]> | Promise<AnswerOf<Api[K]>>
}

/** One page of a list, from behind the entry of that id. */
export function pageOf<T>(
  all: readonly T[],
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
  idOf: (item: T) => string,
): { items: T[]; next: string | null } {
  const from = after === undefined ? 0 : all.findIndex((item) => idOf(item) === after) + 1
  const items = all.slice(from, from + limit)
  const last = items.at(-1)
  return { items, next: last === undefined || from + limit >= all.length ? null : idOf(last) }
}

/** Whether a key sees what is of that practice. */
export const sees = (key: FakeKey, practice: string | null): boolean =>
  key.practice === null || key.practice === practice
