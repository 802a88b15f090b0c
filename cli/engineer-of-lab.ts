import { randomUUID } from 'node:crypto'
import type { Holder } from '@ils/contract/access'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { LimsRefused } from '@ils/lims-client/refused'
import { allPages } from './all-pages.ts'
import type { DataFolder } from './data-folder.ts'
import { Plain } from './say.ts'

export interface Engineer {
  readonly holder: Holder
  readonly lims: LimsClient
  readonly key: string
  /** Made just now; else it was there. */
  readonly isNew: boolean
}

const NAME = 'Principal Engineer'

/** Makes sure that the lab has an engineer with a key in the data folder; repeated, it makes nothing twice. */
export async function engineerOfLab(
  admin: LimsClient,
  folder: DataFolder,
  openAs: (key: string) => LimsClient,
): Promise<Engineer> {
  const holders = await allPages((after) => admin.listHolders({ query: { limit: 200, ...after } }))
  const known = holders.find(
    ({ kind, name, roles, disabledAt }) =>
      kind === 'person' && name === NAME && roles.includes('engineer') && disabledAt === null,
  )
  const holder = known ?? (await admin.addHolder({ body: { kind: 'person', name: NAME, roles: ['engineer'] } }))
  const kept = folder.engineerKey()
  if (kept !== undefined) {
    const lims = openAs(kept)
    if ((await whoseKey(lims)) === holder.id) return { holder, lims, key: kept, isNew: false }
    throw new Plain(
      `${folder.engineerKeyFile} is not a key of ${NAME} in this LIMS: move it away, or choose another folder with ILS_DATA`,
    )
  }
  // Always the same word: after a crash between making the key and writing the file, the repeat shows it again.
  let key = await makeKey(admin, holder.id, `engineer-key-${holder.id}`)
  // That one was revoked in the meantime.
  if ((await whoseKey(openAs(key))) !== holder.id) key = await makeKey(admin, holder.id, randomUUID())
  folder.keepEngineerKey(key)
  return { holder, lims: openAs(key), key, isNew: true }
}

async function whoseKey(lims: LimsClient): Promise<string | null> {
  try {
    return (await lims.whoAmI()).id
  } catch (error) {
    if (error instanceof LimsRefused && error.code === 'not_signed_in') return null
    throw error
  }
}

async function makeKey(admin: LimsClient, holderId: string, word: string): Promise<string> {
  const body = { holderId, label: 'ils seed' }
  const { secret } = await admin.makeKey({ body, idempotencyKey: word })
  if (secret !== null) return secret
  throw new Plain(`A key was made for ${NAME}, but not shown`)
}
