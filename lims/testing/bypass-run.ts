import type { Draft } from '@ils/contract/drafts'
import type { LimsClient } from '@ils/lims-client/lims-client'
import type { Db } from '@ils/platform/db/database'
import { directWrites } from './direct-writes.ts'
import { openGateLab, type AnyLims, type GateLab, type Somebody } from './gate-lab.ts'

export interface AttackedLims extends AnyLims {
  readonly database: {
    /** With the application's role. */
    readonly db: Db
    /** As the owner: to look, never to write. */
    readonly ownerDb: Db
  }
}

export interface BypassResult {
  readonly attempts: number
  readonly byKind: ReadonlyMap<string, number>
  /** What came into force although a gate was shut: must be none. */
  readonly succeeded: readonly string[]
  /** Refused for another reason than the one that was tried: must be none. */
  readonly strange: readonly string[]
}

interface World extends GateLab {
  readonly lims: AttackedLims
  readonly random: () => number
  readonly pick: <T>(list: readonly T[]) => T
  readonly name: () => string
}

/** One attempt: what it tries, and what a refusal of it has to say. Whatever it throws but that is strange. */
interface Attempt {
  readonly kind: string
  readonly refusedFor: RegExp
  run(world: World): Promise<unknown>
}

/**
 * Tries again and again to bring into force what must not come into force: stale, unreviewed, unchecked, with somebody's own
 * approval, by writes with the application's role, in races. What came into force is compared before and after each.
 */
export async function bypassRun(
  lims: AttackedLims,
  options: { attempts: number; seed: number; onAttempt?: (done: number) => void },
): Promise<BypassResult> {
  const random = lcg(options.seed)
  const lab = await openGateLab(lims)
  let made = 0
  const world: World = {
    ...lab,
    lims,
    random,
    pick: (list) => {
      const one = list[Math.floor(random() * list.length)]
      if (one === undefined) throw new Error('nothing to pick from')
      return one
    },
    // Few contents: their checks and previews are made once.
    name: () => `content-${Math.floor(random() * 8)}-of-${Math.floor(made / 100)}`,
  }
  const byKind = new Map<string, number>()
  const succeeded: string[] = []
  const strange: string[] = []
  for (; made < options.attempts; made++) {
    const attempt = made < attempts.length ? attempts[made] : world.pick(attempts)
    if (!attempt) break
    byKind.set(attempt.kind, (byKind.get(attempt.kind) ?? 0) + 1)
    const before = await inForce(lims.database.ownerDb)
    try {
      await attempt.run(world)
      succeeded.push(`${attempt.kind}: it was not refused`)
    } catch (error) {
      if (!attempt.refusedFor.test(String(error))) strange.push(`${attempt.kind}: ${String(error)}`)
    }
    const after = await inForce(lims.database.ownerDb)
    if (before !== after && attempt.kind !== RACE) succeeded.push(`${attempt.kind}: ${before} became ${after}`)
    options.onAttempt?.(made + 1)
  }
  return { attempts: made, byKind, succeeded, strange }
}

const RACE = 'a race of two publishers'

async function inForce(db: Db): Promise<string> {
  const { rows } = await db.raw<{ rows: { state: string }[] }>(
    "select concat((select count(*) from activations), '/', (select count(*) from releases), '/', (select md5(string_agg(r::text, ',' order by r.number)) from releases r)) as state",
  )
  return rows[0]?.state ?? ''
}

const publish = (client: LimsClient, { id, version, hash }: Draft, more: object = {}) =>
  client.publishDraft({ params: { draftId: id }, body: { version, hash: hash ?? 'f'.repeat(64), ...more } })
const approve = ({ client }: Somebody, { id, version, hash }: Draft) =>
  client.approveDraft({ params: { draftId: id }, body: { version, hash: hash ?? '' } })
const edit = (client: LimsClient, { id, version }: Draft, operations: readonly object[]) =>
  client.editDraft({
    params: { draftId: id },
    // Made here, one by one, as the contract has them.
    body: { version, operations: operations as Parameters<LimsClient['editDraft']>[0]['body']['operations'] },
  })
const unique = (word: string, random: () => number): string => `${word}-${Math.floor(random() * 1e9)}`
const named = (value: string) => [{ op: 'put', part: 'name', id: 'name', value }]

const attempts: readonly Attempt[] = [
  {
    kind: 'unreviewed',
    refusedFor: /must approve it|Submit it for review/,
    async run({ noted, submitted, pick, name, ann, bob, max, random }) {
      const draft = await noted(name())
      const one = random() < 0.5 ? await submitted(draft) : draft
      await publish(pick([...ann.clients, bob.client, max.client]), one)
    },
  },
  {
    kind: 'own approval, with any key',
    refusedFor: /edited this draft/,
    async run({ noted, submitted, pick, name, ann }) {
      const draft = await submitted(await noted(name()))
      await approve({ ...ann, client: pick(ann.clients) }, draft)
      await publish(ann.client, draft)
    },
  },
  {
    kind: 'approval by somebody who edited and took it back',
    refusedFor: /edited this draft/,
    async run({ noted, submitted, name, ann, bob }) {
      const draft = await noted(name())
      const { draft: edited } = await edit(bob.client, draft, named('by-bob'))
      const { draft: undone } = await bob.client.undoEdit({
        params: { draftId: draft.id },
        body: { version: edited.version },
      })
      const one = await submitted(undone)
      await approve(bob, one)
      await publish(ann.client, one)
    },
  },
  {
    kind: 'edited after the approval',
    refusedFor: /at version|look again|must approve|Submit it|check is under way|Preview/,
    async run({ noted, submitted, name, ann, bob, random }) {
      const draft = await submitted(await noted(name()))
      await approve(bob, draft)
      const { draft: edited } = await edit(ann.client, draft, named(unique('after', random)))
      await publish(bob.client, random() < 0.5 ? draft : { ...draft, version: edited.version })
    },
  },
  {
    kind: 'edited after the approval, with the new content',
    refusedFor: /Submit it for review/,
    async run({ noted, draft: begin, submitted, name, ann, bob, random }) {
      const other = await noted(name())
      const draft = await submitted(await begin(unique('before', random)))
      await approve(bob, draft)
      const { draft: edited } = await edit(ann.client, draft, named(other.name))
      await publish(bob.client, edited)
    },
  },
  {
    kind: 'a failing case, even in an emergency',
    refusedFor: /worked cases come out otherwise|check is under way|error/,
    async run({ draft: begin, name, ann, pick, random }) {
      const draft = await begin(name())
      const { draft: broken } = await edit(ann.client, draft, [
        {
          op: 'put',
          part: 'case',
          id: 'cannot-be',
          value: {
            id: 'cannot-be',
            title: 'Cannot be',
            why: 'A test',
            configuration: { ordered: ['right'], job: {} },
            expect: { outcome: 'accepted', total: 123_456 },
          },
        },
      ])
      await publish(
        pick(ann.clients),
        broken,
        random() < 0.7 ? { emergency: { reason: 'nobody is here tonight' } } : {},
      )
    },
  },
  {
    kind: 'a rulebook that is not sound',
    refusedFor: /fault\(s\)|look again/,
    async run({ draft: begin, name, ann, random }) {
      const draft = await begin(name())
      const { draft: broken } = await edit(ann.client, draft, [{ op: 'remove', part: 'fact', id: 'rx.sphere' }])
      const tried = { ...broken, hash: random() < 0.5 ? draft.hash : null }
      await publish(ann.client, tried, { emergency: { reason: 'nobody is here tonight' } })
    },
  },
  {
    kind: 'without a look at its impact',
    refusedFor: /Preview what|take note/,
    async run({ draft: begin, submitted, ann, bob, random }) {
      const draft = await submitted(await begin(unique('unseen', random)))
      await approve(bob, draft)
      await publish(ann.client, draft)
    },
  },
  {
    kind: 'another content than was approved',
    refusedFor: /look again/,
    async run({ noted, submitted, name, ann, bob, random }) {
      const draft = await submitted(await noted(name()))
      await approve(bob, draft)
      const other = await noted(`other-${Math.floor(random() * 3)}`)
      await publish(ann.client, { ...draft, hash: other.hash })
    },
  },
  {
    kind: 'by a program or a role that may not',
    refusedFor: /needs the scope|person’s to do|is a program/,
    async run({ noted, submitted, name, admin, eve, lims, bob, random }) {
      const draft = await submitted(await noted(name()))
      await approve(bob, draft)
      if (random() < 0.4) return publish(eve.client, draft, { emergency: { reason: 'nobody is here tonight' } })
      const holder = await admin.addHolder({ body: { kind: 'service', name: `Robot ${random()}`, roles: ['admin'] } })
      const { secret } = await admin.makeKey({ body: { holderId: holder.id, label: 'x', requestsPerMinute: 100_000 } })
      const robot = lims.client(secret ?? '')
      if (random() < 0.5) return publish(robot, draft)
      return approve({ id: holder.id, name: 'Robot', clients: [], client: robot }, draft)
    },
  },
  {
    kind: 'with the approval of somebody who was switched off',
    refusedFor: /must approve it/,
    async run({ noted, submitted, name, admin, lims, ann, random }) {
      const draft = await submitted(await noted(name()))
      const holder = await admin.addHolder({ body: { kind: 'person', name: `Gone ${random()}`, roles: ['engineer'] } })
      const { secret } = await admin.makeKey({ body: { holderId: holder.id, label: 'x' } })
      const client = lims.client(secret ?? '')
      await approve({ id: holder.id, name: 'Gone', clients: [], client }, draft)
      await admin.changeHolder({ params: { holderId: holder.id }, body: { version: 1, disabled: true } })
      await publish(ann.client, draft)
    },
  },
  {
    kind: 'taken out of review, or declined',
    refusedFor: /Submit it for review/,
    async run({ noted, submitted, name, ann, bob, max, random }) {
      const draft = await submitted(await noted(name()))
      await approve(bob, draft)
      const about = { params: { draftId: draft.id } }
      if (random() < 0.5) await ann.client.withdrawDraft({ ...about, body: { version: draft.version } })
      else await max.client.declineDraft({ ...about, body: { version: draft.version, comment: 'Not yet.' } })
      await publish(ann.client, draft)
    },
  },
  {
    kind: 'scheduled without an approval',
    refusedFor: /must approve it/,
    async run({ noted, submitted, name, ann }) {
      const draft = await submitted(await noted(name()))
      await ann.client.scheduleDraft({
        params: { draftId: draft.id },
        body: { version: draft.version, hash: draft.hash ?? '', at: '2099-01-01T06:00' },
      })
    },
  },
  {
    kind: 'a rollback to what never was in force',
    refusedFor: /There is no release/,
    async run({ max, random }) {
      await max.client.rollBack({ body: { reason: 'try', to: 1000 + Math.floor(random() * 99) } })
    },
  },
  {
    kind: 'a direct write with the application’s role',
    refusedFor:
      /permission denied|must be owner|stays as it is|check constraint|gate_shut|Refusal|not allowed|violates|ILS01|is under way|needs a person|There is no|does not exist|not_allowed/,
    async run({ draft: begin, name, lims, pick, bob }) {
      const draft = await begin(name())
      await pick(directWrites)(lims.database.db, draft, bob.id)
    },
  },
  {
    kind: RACE,
    refusedFor: /is in force and the draft was made on|already|changes nothing/,
    async run({ noted, submitted, ann, bob, max, random }) {
      const pair = []
      for (const name of [unique('race', random), unique('race', random)]) {
        const draft = await submitted(await noted(name))
        await approve(bob, draft)
        pair.push(draft)
      }
      const results = await Promise.allSettled(
        pair.map((draft, i) => publish(i === 0 ? ann.client : max.client, draft)),
      )
      const refused = results.filter((one) => one.status === 'rejected')
      if (refused.length > 1) throw new Error('both were refused')
      if (refused[0]) throw refused[0].reason
    },
  },
]

function lcg(seed: number): () => number {
  let state = seed >>> 0 || 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
