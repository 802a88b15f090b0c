import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { exampleRulebook } from '@ils/rules/language/example-rulebook'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { writeRulebook } from '@ils/rules/language/write-rulebook'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDataFolder } from './data-folder.ts'
import { engineerOfLab } from './engineer-of-lab.ts'
import { plantRulebook } from './plant-rulebook.ts'

const data = mkdtempSync(join(tmpdir(), 'ils-seed-'))
const folder = openDataFolder(data)
const rulebook: Rulebook = {
  ...exampleRulebook,
  groups: exampleRulebook.groups.map((group) => ({ ...group, ordering: true })),
}
const files = writeRulebook(rulebook)
const { hash } = loadRulebook(files)
let lims: TestLims
let admin: LimsClient

beforeAll(async () => {
  lims = await openTestLims()
  admin = lims.client(await lims.setUp())
})
afterAll(async () => {
  await lims.close()
  rmSync(data, { recursive: true, force: true })
})

const seed = async (through: (client: LimsClient) => LimsClient = (client) => client) => {
  const { lims: engineer } = await engineerOfLab(through(admin), folder, (key) => through(lims.client(key)))
  const planted = { name: 'Standard lab', notes: 'The first', files, hash: hash ?? '', onProgress: () => undefined }
  return plantRulebook(engineer, planted)
}

/** A client whose process dies after so many answers of the calls that write. */
function dyingAfter(answers: number): (client: LimsClient) => LimsClient {
  let left = answers
  const writes = ['addHolder', 'makeKey', 'startDraft', 'putDraftFiles', 'submitDraft']
  return (client) =>
    new Proxy(client, {
      get(target, name: keyof LimsClient) {
        if (!writes.includes(name)) return Reflect.get(target, name)
        // Those that write are calls of the contract.
        const called = target as unknown as Record<string, (input: unknown) => Promise<unknown>>
        return async (input: unknown) => {
          const answer = await called[name]?.(input)
          if (left-- === 0) throw new Error(`killed after ${name}`)
          return answer
        }
      },
    })
}

describe('seeding', () => {
  it('goes on after a crash at any of its steps, and makes nothing twice', async () => {
    const deaths: string[] = []
    for (const after of [0, 0, 1, 0, 0]) {
      const died = await seed(dyingAfter(after)).catch((error: unknown) => error)
      deaths.push(died instanceof Error ? died.message : 'came through')
    }
    expect(deaths).toEqual(
      ['addHolder', 'makeKey', 'startDraft', 'putDraftFiles', 'submitDraft'].map((name) => `killed after ${name}`),
    )
    const release = await seed()
    expect(release).toMatchObject({ number: 1, name: 'Standard lab', hash, review: 'first', notes: 'The first' })
    expect((await admin.listDrafts()).items).toHaveLength(1)
    const engineers = (await admin.listHolders()).items.filter(({ roles }) => roles.includes('engineer'))
    expect(engineers).toHaveLength(1)
    expect((await admin.listKeys({ query: { holderId: engineers[0]?.id ?? '' } })).items).toHaveLength(1)
  })

  it('keeps a key that works, and does not overwrite one of another LIMS', async () => {
    const other = await openTestLims()
    try {
      const kept = readFileSync(folder.engineerKeyFile, 'utf8')
      const otherAdmin = other.client(await other.setUp())
      await expect(engineerOfLab(otherAdmin, folder, (key) => other.client(key))).rejects.toThrow('move it away')
      expect(readFileSync(folder.engineerKeyFile, 'utf8')).toBe(kept)
    } finally {
      await other.close()
    }
  })

  it('makes another key where the first was revoked and its file is gone', async () => {
    const { holder } = await engineerOfLab(admin, folder, (key) => lims.client(key))
    const [key] = (await admin.listKeys({ query: { holderId: holder.id } })).items
    await admin.revokeKey({ params: { keyId: key?.id ?? '' } })
    rmSync(folder.engineerKeyFile)
    const again = await engineerOfLab(admin, folder, (one) => lims.client(one))
    expect(again).toMatchObject({ isNew: true, holder: { id: holder.id } })
    expect(await again.lims.whoAmI()).toMatchObject({ id: holder.id })
  })
})
