import type { LimsClient } from '@ils/lims-client/lims-client'
import type { Listener } from '@ils/platform/db/listen'
import { until } from '@ils/testing/condition'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exampleNamed, plantDraft } from '@ils/testing/plant-draft'
import { openRulesAtHand } from './rules-at-hand.ts'

describe('the rules at hand', () => {
  const processes: TestLims[] = []
  let client: LimsClient
  let ann: { id: string; name: string }
  let first: TestLims

  beforeAll(async () => {
    first = await openTestLims()
    processes.push(first)
    for (let i = 0; i < 2; i++) processes.push(await openTestLims({ database: first.database, roles: ['api'] }))
    const admin = first.client(await first.setUp())
    const holder = await admin.addHolder({ body: { kind: 'person', name: 'Ann', roles: ['engineer'] } })
    const { secret } = await admin.makeKey({ body: { holderId: holder.id, label: 'test' } })
    ann = { id: holder.id, name: 'Ann' }
    client = first.client(secret ?? '')
  })
  afterAll(async () => {
    for (const one of processes.slice(1)) await one.close()
    await first.close()
  })

  const numberIn = async ({ app }: { app: TestLims['app'] }, practice: string | null = null): Promise<number> => {
    try {
      return (await app.rules.inForce(practice)).release.number
    } catch {
      return 0
    }
  }
  const everywhere = (number: number, practice: string | null = null) =>
    until(`release ${number} judges in every process`, async () => {
      const now = await Promise.all(processes.map((one) => numberIn(one, practice)))
      return now.every((one) => one === number)
    })

  const published = async (name: string, base: number | null, practices?: string[]) => {
    const draft = await plantDraft(first.app, ann, exampleNamed(name), { base })
    return client.publishDraft({
      params: { draftId: draft.id },
      body: {
        version: 1,
        hash: draft.hash,
        ...(practices ? { practices } : {}),
        ...(base === null ? {} : { emergency: { reason: 'a test of activations' } }),
      },
    })
  }

  it('refuse by name while nothing is in force', async () => {
    await expect(Promise.resolve().then(() => first.app.rules.inForce(null))).rejects.toMatchObject({
      code: 'nothing_in_force',
    })
  })

  it('change in every process with an activation, a pilot for its practices only, and a rollback for all', async () => {
    const draft = await plantDraft(first.app, ann, exampleNamed('one'), { submittedBy: ann.id })
    await client.publishDraft({ params: { draftId: draft.id }, body: { version: 1, hash: draft.hash } })
    await everywhere(1)
    await published('two', 1, ['p-1'])
    await everywhere(2, 'p-1')
    await everywhere(1, 'p-2')
    await everywhere(1)
    await published('three', 1)
    await everywhere(3, 'p-1')
    await client.rollBack({ body: { reason: 'back' } })
    await everywhere(1, 'p-1')
  })

  it('give one object for one content: what was compiled is not compiled again', async () => {
    const { release } = await first.app.rules.inForce(null)
    expect(await first.app.rules.compiled(release.hash)).toBe(release.compiled)
    expect((await first.app.rules.release(1)).compiled).toBe(release.compiled)
    await expect(first.app.rules.release(99)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('ask the database for each judgement while no news would arrive', async () => {
    const deaf: Listener = { connected: false, on: () => () => true, close: () => Promise.resolve() }
    const alone = openRulesAtHand({ ...first.app, listener: deaf })
    expect((await alone.inForce(null)).release.number).toBe(1)
    await published('four', 1)
    expect((await alone.inForce(null)).release.number).toBe(4)
    alone.close()
  })

  it('are read whole when a process starts, however it came about', async () => {
    const late = await openTestLims({ database: first.database, roles: ['api'] })
    processes.push(late)
    await published('five', 4, ['p-9'])
    await everywhere(5, 'p-9')
    await everywhere(4)
  })
})
