import type { Draft } from '@ils/contract/drafts'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { exampleRulebook } from '@ils/rules/language/example-rulebook'
import { writeRulebook } from '@ils/rules/language/write-rulebook'
import { until } from './condition.ts'

export interface Somebody {
  readonly id: string
  readonly name: string
  /** One for each key they have. */
  readonly clients: readonly LimsClient[]
  readonly client: LimsClient
}

/** A lab in which two people publish, with a first release in force: everything made through the public API. */
export interface GateLab {
  readonly admin: LimsClient
  readonly ann: Somebody
  readonly bob: Somebody
  readonly max: Somebody
  readonly eve: Somebody
  /** A draft of Ann's with one edit: the rulebook gets a name. Its check is done. */
  readonly draft: (name: string) => Promise<Draft>
  /** The same, previewed and taken note of. */
  readonly noted: (name: string) => Promise<Draft>
  readonly submitted: (draft: Draft) => Promise<Draft>
}

const PATIENCE = { withinMs: 120_000 }

export interface AnyLims {
  client(key?: string): LimsClient
  /** Makes the first administrator and answers their key. */
  setUp(): Promise<string>
}

export async function openGateLab(lims: AnyLims, files = exampleFiles()): Promise<GateLab> {
  const admin = lims.client(await lims.setUp())
  const somebody = async (name: string, role: 'engineer' | 'manager' | 'lab', keys = 1): Promise<Somebody> => {
    const holder = await admin.addHolder({ body: { kind: 'person', name, roles: [role] } })
    const clients: LimsClient[] = []
    for (let i = 0; i < keys; i++) {
      const { secret } = await admin.makeKey({
        body: { holderId: holder.id, label: `key ${i}`, requestsPerMinute: 1_000_000 },
      })
      clients.push(lims.client(secret ?? ''))
    }
    const [client] = clients
    if (!client) throw new Error('nobody without a key')
    return { id: holder.id, name, clients, client }
  }
  const ann = await somebody('Ann', 'engineer', 2)
  const bob = await somebody('Bob', 'engineer')
  const max = await somebody('Max', 'manager')
  const eve = await somebody('Eve', 'lab')

  const checked = (draft: Draft): Promise<Draft> =>
    until(
      `${draft.name} is checked`,
      async () => {
        const now = await ann.client.getDraft({ params: { draftId: draft.id } })
        return (now.check?.state === 'passed' || now.check?.state === 'failed') && now
      },
      PATIENCE,
    )
  const submitted = async (draft: Draft): Promise<Draft> =>
    ann.client.submitDraft({ params: { draftId: draft.id }, body: { version: draft.version, notes: 'For a test.' } })

  const begun = await ann.client.startDraft({ body: { name: 'First', from: null } })
  const { draft: filled } = await ann.client.putDraftFiles({
    params: { draftId: begun.id },
    body: { version: begun.version, files: Object.fromEntries(files) },
  })
  const first = await submitted(await checked(filled))
  await ann.client.publishDraft({
    params: { draftId: first.id },
    body: { version: first.version, hash: first.hash ?? '' },
  })
  await until(
    'it judges',
    async () => (await ann.client.listReleases()).items[0]?.state === 'in_force' && hasInForce(ann.client),
  )

  const draft = async (name: string): Promise<Draft> => {
    const started = await ann.client.startDraft({ body: { name } })
    const { draft: edited } = await ann.client.editDraft({
      params: { draftId: started.id },
      body: { version: started.version, operations: [{ op: 'put', part: 'name', id: 'name', value: name }] },
    })
    return checked(edited)
  }
  return {
    admin,
    ann,
    bob,
    max,
    eve,
    draft,
    async noted(name) {
      const one = await draft(name)
      if (one.gates.some(({ gate, open }) => gate === 'impact' && open)) return one
      const started = await ann.client.startImpact({
        params: { draftId: one.id },
        body: { version: one.version, last: 100 },
      })
      await until(
        'it is previewed',
        async () => (await ann.client.getImpact({ params: { impactId: started.id } })).state === 'done',
        PATIENCE,
      )
      await max.client.acknowledgeImpact({ params: { impactId: started.id }, body: { after: one.hash ?? '' } })
      return ann.client.getDraft({ params: { draftId: one.id } })
    },
    submitted,
  }
}

async function hasInForce(client: LimsClient): Promise<boolean> {
  try {
    return (await client.getInForce()).number > 0
  } catch {
    return false
  }
}

/** In the example's lab one person publishes alone; here two do. */
function exampleFiles(): ReadonlyMap<string, string> {
  return writeRulebook({ ...exampleRulebook, settings: { ...exampleRulebook.settings, review: 'two' } })
}
