import { openLimsClient, type LimsClient } from '@ils/lims-client/lims-client'
import { allPages } from './all-pages.ts'
import type { DataFolder } from './data-folder.ts'
import { engineerOfLab } from './engineer-of-lab.ts'
import { inForceNow, plantRulebook } from './plant-rulebook.ts'
import { plantStock, stockIsMissing } from './plant-stock.ts'
import { openStatusLine } from './progress.ts'
import { sayAside } from './say.ts'
import { STANDARD_NAME, standardRulebook } from './standard-rulebook.ts'

export interface RulebookInForce {
  /** Whether it is the one that ILS comes with: then a demo practice fits it. */
  readonly isStandard: boolean
  readonly release: { readonly number: number; readonly hash: string } | null
  /** For people: which it is, or why there is none. */
  readonly says: string
}

export interface FirstRulebookOptions {
  /** False: an empty LIMS is left empty. */
  readonly seed: boolean
  /** Planting ends where it is; the next start goes on. */
  readonly signal: AbortSignal
}

/** What judges in a LIMS of this machine. Into an empty one the standard lab is planted; a failure keeps nothing from running. */
export async function firstRulebook(
  url: string,
  folder: DataFolder,
  { seed, signal }: FirstRulebookOptions,
): Promise<RulebookInForce> {
  const key = folder.adminKey()
  if (key === undefined)
    return { isStandard: false, release: null, says: 'not known: there is no administrator’s key in the data folder' }
  const openAs = (one: string): LimsClient => openLimsClient({ url, key: one })
  const line = openStatusLine()
  try {
    const work = inForceOrPlanted(openAs, folder, key, seed, line.show)
    const end = new Promise<null>((resolve) => {
      signal.addEventListener('abort', () => {
        resolve(null)
      })
    })
    const found = await Promise.race([work, end])
    // Nobody waits for it any more, and what it complains of is that the LIMS stops.
    if (found === null) work.catch(() => undefined)
    return found ?? { isStandard: false, release: null, says: 'none: interrupted; the next start goes on' }
  } catch (error) {
    const [first = '', ...rest] = (error instanceof Error ? error.message : String(error)).split('\n')
    line.close()
    if (rest.length > 0) sayAside(rest.join('\n'))
    return { isStandard: false, release: null, says: `none: ${first}` }
  } finally {
    line.close()
  }
}

async function inForceOrPlanted(
  openAs: (key: string) => LimsClient,
  folder: DataFolder,
  adminKey: string,
  seed: boolean,
  onProgress: (says: string) => void,
): Promise<RulebookInForce> {
  const admin = openAs(adminKey)
  const inForce = await inForceNow(admin)
  if (inForce) {
    const { number, hash } = inForce
    const { name } = await admin.getRelease({ params: { number } })
    if (seed && (await stockIsMissing(admin, inForce))) await plantStock(admin, onProgress)
    return { isStandard: name === STANDARD_NAME, release: { number, hash }, says: `release ${number} “${name}”` }
  }
  if (!seed) return { isStandard: false, release: null, says: 'none in force; `ils seed` plants the standard lab' }
  const drafts = await allPages((after) => admin.listDrafts({ query: { limit: 200, state: 'open', ...after } }))
  // Whoever begins with rules of their own does not want ours in between.
  if (drafts.some(({ name }) => name !== STANDARD_NAME))
    return { isStandard: false, release: null, says: `none in force; ${drafts.length} being written: ils rules drafts` }
  const engineer = await engineerOfLab(admin, folder, openAs)
  const { number, hash } = await plantRulebook(engineer.lims, { ...(await standardRulebook()), onProgress })
  await plantStock(admin, onProgress)
  return { isStandard: true, release: { number, hash }, says: `release ${number} “${STANDARD_NAME}”, planted now` }
}
