import type { LimsClient } from '@ils/lims-client/lims-client'
import type { Role } from '@ils/contract/roles'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { until } from './condition.ts'
import { openTestLims, type TestLims, type TestLimsOptions } from './test-lims.ts'
import { plantDraft } from './plant-draft.ts'

interface Member {
  readonly id: string
  readonly name: string
  readonly key: string
  readonly client: LimsClient
}

export interface JudgingLab {
  readonly lims: TestLims
  readonly ann: Member
  /** Comes into force and is awaited in this process; answers its number. */
  publish(rulebook: Rulebook, base?: number, practices?: readonly string[]): Promise<number>
  member(name: string, role: Role, practice?: string): Promise<Member>
  /** Ann's credentials, narrowed to one practice. */
  annFor(practice: string): Promise<LimsClient>
  close(): Promise<void>
}

/** A lab whose engineer publishes by herself, in emergencies: for tests of what judges. */
export async function openJudgingLab(options: TestLimsOptions = {}): Promise<JudgingLab> {
  const lims = await openTestLims(options)
  const admin = lims.client(await lims.setUp())

  const make = async (name: string, role: Role, practice?: string) => {
    const kind = role === 'service' ? 'service' : 'person'
    const holder = await admin.addHolder({
      body: { kind, name, roles: [role], ...(practice === undefined ? {} : { practice }) },
    })
    const made = await admin.makeKey({ body: { holderId: holder.id, label: 'test', requestsPerMinute: 1_000_000 } })
    const key = made.secret ?? ''
    return { id: holder.id, name, key, client: lims.client(key) }
  }
  const ann = await make('Ann', 'engineer')
  return {
    lims,
    ann,
    async publish(rulebook, base, practices) {
      const draft = await plantDraft(lims.app, ann, rulebook, { base: base ?? null, submittedBy: ann.id })
      const body = {
        ...{ version: draft.version, hash: draft.hash },
        ...(practices ? { practices: [...practices] } : {}),
        ...(base === undefined ? {} : { emergency: { reason: 'a test of judging' } }),
      }
      const { number } = await ann.client.publishDraft({ params: { draftId: draft.id }, body })
      await until(`release ${number} judges`, async () => {
        const found = await lims.app.rules.inForce(practices?.[0] ?? null)
        return found.release.number === number
      })
      return number
    },
    member: make,
    async annFor(practice) {
      const made = await admin.makeKey({ body: { holderId: ann.id, label: 'narrow', practice } })
      return lims.client(made.secret ?? '')
    },
    close: () => lims.close(),
  }
}
