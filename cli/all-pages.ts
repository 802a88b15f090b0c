import type { PageOf } from '@ils/contract/shapes'

/** Reads a paged list to its end. */
export async function allPages<T>(read: (after: { after?: string }) => Promise<PageOf<T>>): Promise<T[]> {
  const items: T[] = []
  let page = await read({})
  items.push(...page.items)
  while (page.next !== null) {
    page = await read({ after: page.next })
    items.push(...page.items)
  }
  return items
}
