import type { Draft } from '@ils/contract/drafts'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { allPages } from '../../all-pages.ts'
import { exits, Plain } from '../../say.ts'

const ID = /^drf_[0-9a-z]{26}$/

/** The draft that somebody named: by its id, its name or a beginning of it that no other has. Open ones come first. */
export async function findDraft(lims: LimsClient, named: string): Promise<Draft> {
  if (ID.test(named)) return lims.getDraft({ params: { draftId: named } })
  const open = await allPages((after) => lims.listDrafts({ query: { limit: 200, state: 'open', ...after } }))
  const found = pick(open, named) ?? pick(await everyDraft(lims), named)
  if (found) return found
  const names = open.slice(0, 10).map(({ name }) => `“${name}”`)
  const known = names.length > 0 ? ` Open are ${names.join(', ')}${open.length > 10 ? ' …' : ''}.` : ' None is open.'
  throw new Plain(`There is no draft “${named}”.${known}`)
}

const everyDraft = (lims: LimsClient): Promise<Draft[]> =>
  allPages((after) => lims.listDrafts({ query: { limit: 200, ...after } }))

function pick(drafts: readonly Draft[], named: string): Draft | undefined {
  const wanted = named.toLowerCase()
  const exact = drafts.filter(({ name }) => name.toLowerCase() === wanted)
  const found = exact.length > 0 ? exact : drafts.filter(({ name }) => name.toLowerCase().startsWith(wanted))
  if (found.length <= 1) return found[0]
  const some = found.slice(0, 10).map(({ id, name }) => `\n  ${id}  ${name}`)
  throw new Plain(`“${named}” may be any of ${found.length} drafts; give the id:${some.join('')}`, exits.usage)
}
