import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scopesOf } from '@ils/contract/roles'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { LimsRefused } from '@ils/lims-client/refused'
import { until } from '@ils/testing/condition'
import { openTestLims, SETUP_KEY, type TestLims } from '@ils/testing/test-lims'

let lims: TestLims
let admin: LimsClient

beforeAll(async () => {
  lims = await openTestLims()
  admin = lims.client(await lims.setUp())
})
afterAll(() => lims.close())

const refusal = async (call: Promise<unknown>): Promise<LimsRefused> => {
  const error: unknown = await call.then(
    () => new Error('was not refused'),
    (refused: unknown) => refused,
  )
  if (error instanceof LimsRefused) return error
  throw error
}

async function keyFor(
  roles: ('lab' | 'manager' | 'admin' | 'ecp' | 'service' | 'engineer')[],
  more: { practice?: string; scopes?: 'events:read'[] } = {},
) {
  const kind = roles.includes('service') ? 'service' : 'person'
  const { practice, scopes } = more
  const holder = await admin.addHolder({
    body: { kind, name: `A ${roles.join(' and ')}`, roles, ...(practice ? { practice } : {}) },
  })
  const made = await admin.makeKey({ body: { holderId: holder.id, label: 'test', ...(scopes ? { scopes } : {}) } })
  return { holder, key: made.key, secret: made.secret ?? '' }
}

describe('the first administrator', () => {
  it('is made once only', async () => {
    const refused = await refusal(lims.client().setUpLab({ body: { setupKey: SETUP_KEY, name: 'Another' } }))
    expect(refused.code).toBe('setup_closed')
  })

  it('is not made with a wrong setup key', async () => {
    const refused = await refusal(lims.client().setUpLab({ body: { setupKey: 'not the setup key', name: 'Another' } }))
    expect(refused.code).toBe('not_signed_in')
  })

  it('cannot be set up twice by two who come at the same moment', async () => {
    const other = await openTestLims()
    const answers = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) =>
        other.client().setUpLab({ body: { setupKey: SETUP_KEY, name: `Admin ${i}` } }),
      ),
    )
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1)
    await other.close()
  })
})

describe('a key', () => {
  it('says who holds it', async () => {
    const { secret, holder } = await keyFor(['manager'])
    const me = await lims.client(secret).whoAmI()
    expect(me).toMatchObject({ id: holder.id, kind: 'person', roles: ['manager'], practice: null, by: 'key' })
    expect(me.scopes).toEqual(scopesOf(['manager']))
  })

  it('is stored as a hash only, and shown by its beginning', async () => {
    const { secret, key } = await keyFor(['lab'])
    const rows: unknown = await lims.database.ownerDb('api_keys')
    expect(JSON.stringify(rows)).not.toContain(secret)
    expect(secret.startsWith(key.prefix)).toBe(true)
    expect(lims.log.text()).not.toContain(secret)
  })

  it('that is cut, changed or unknown opens nothing', async () => {
    const { secret } = await keyFor(['lab'])
    const unknown = `${secret.slice(0, 10)}${secret.slice(10).split('').reverse().join('')}`
    for (const bad of [secret.slice(0, -1), unknown, `${secret}x`, 'lims_', 'nonsense', 'eyJhbGciOiJub25lIn0.e30.']) {
      expect((await refusal(lims.client(bad).whoAmI())).code).toBe('not_signed_in')
    }
  })

  it('opens nothing from the moment it is revoked, though it was used a moment before', async () => {
    const { secret, key } = await keyFor(['lab'])
    await lims.client(secret).whoAmI()
    await admin.revokeKey({ params: { keyId: key.id } })
    await until(
      'the revoked key is refused',
      async () => (await refusal(lims.client(secret).whoAmI())).code === 'not_signed_in',
      { withinMs: 1000 },
    )
    const again = await admin.revokeKey({ params: { keyId: key.id } })
    expect(again.revokedAt).not.toBeNull()
  })

  it('is forgotten by every other process too', async () => {
    const other = await openTestLims({ database: lims.database, roles: ['api'] })
    const { secret, key } = await keyFor(['lab'])
    await other.client(secret).whoAmI()
    await admin.revokeKey({ params: { keyId: key.id } })
    await until(
      'the other process refuses it',
      () =>
        other
          .client(secret)
          .whoAmI()
          .then(
            () => false,
            () => true,
          ),
      { withinMs: 1000 },
    )
    await other.close()
  })

  it('can be rotated: both work in the overlap, the old one not after it', async () => {
    const { secret, key } = await keyFor(['lab'])
    const made = await admin.rotateKey({ params: { keyId: key.id }, body: { overlapMinutes: 60 } })
    expect(await lims.client(secret).whoAmI()).toMatchObject({ keyId: key.id })
    expect(await lims.client(made.secret ?? '').whoAmI()).toMatchObject({ keyId: made.key.id })
    expect((await refusal(admin.rotateKey({ params: { keyId: key.id }, body: { overlapMinutes: 60 } }))).code).toBe(
      'key_not_usable',
    )

    const second = await admin.rotateKey({ params: { keyId: made.key.id }, body: { overlapMinutes: 0 } })
    await until('the old one has ended', () =>
      lims
        .client(made.secret ?? '')
        .whoAmI()
        .then(
          () => false,
          () => true,
        ),
    )
    expect(await lims.client(second.secret ?? '').whoAmI()).toMatchObject({ keyId: second.key.id })
  })

  it('that ends is announced at its end', async () => {
    const { holder } = await keyFor(['lab'])
    const expiresAt = new Date(Date.now() + 2000).toISOString()
    const { key } = await admin.makeKey({ body: { holderId: holder.id, label: 'short', expiresAt } })
    await until('the end was announced', async () => {
      const { events } = await admin.readEvents({ query: { subject: key.id, type: 'access.key_expired' } })
      return events.length === 1
    })
    const { items } = await admin.listAudit({ query: { subject: key.id, action: 'key.expired' } })
    expect(items).toHaveLength(1)
  })

  it('notes when it was last used', async () => {
    const { secret, key } = await keyFor(['lab'])
    await lims.client(secret).whoAmI()
    await until('the use is noted', async () => (await admin.getKey({ params: { keyId: key.id } })).lastUsedAt)
  })

  it('cannot be made to end in the past, for nobody, or with more than its holder has', async () => {
    const { holder } = await keyFor(['lab'])
    const make = (body: object) => refusal(admin.makeKey({ body: { holderId: holder.id, label: 'x', ...body } }))
    expect((await make({ expiresAt: '2020-01-01T00:00:00Z' })).problem.causes[0]).toMatchObject({
      field: 'body.expiresAt',
    })
    expect((await make({ holderId: 'hld_00000000000000000000000000' })).code).toBe('not_found')
    expect((await make({ scopes: ['audit:read'] })).problem.causes[0]).toMatchObject({ field: 'body.scopes' })
  })
})

describe('a holder', () => {
  it('who is switched off opens nothing, and everything again when switched on', async () => {
    const { secret, holder } = await keyFor(['manager'])
    await lims.client(secret).whoAmI()
    const off = await admin.changeHolder({
      params: { holderId: holder.id },
      body: { version: holder.version, disabled: true },
    })
    expect(off.disabledAt).not.toBeNull()
    await until(
      'they are refused',
      () =>
        lims
          .client(secret)
          .whoAmI()
          .then(
            () => false,
            () => true,
          ),
      { withinMs: 1000 },
    )
    await admin.changeHolder({ params: { holderId: holder.id }, body: { version: off.version, disabled: false } })
    await until(
      'they are let in',
      () =>
        lims
          .client(secret)
          .whoAmI()
          .then(
            () => true,
            () => false,
          ),
      { withinMs: 1000 },
    )
  })

  it('who was changed by somebody else is not overwritten', async () => {
    const { holder } = await keyFor(['lab'])
    await admin.changeHolder({ params: { holderId: holder.id }, body: { version: 1, name: 'First' } })
    const refused = await refusal(
      admin.changeHolder({ params: { holderId: holder.id }, body: { version: 1, name: 'Second' } }),
    )
    expect(refused.code).toBe('conflict')
    expect(refused.problem.causes[0]).toMatchObject({ field: 'body.version', value: 1, limit: 2 })
  })

  it.each([
    [{ kind: 'person', roles: ['ecp'] }, 'body.practice'],
    [{ kind: 'person', roles: ['admin'], practice: 'p1' }, 'body.practice'],
    [{ kind: 'person', roles: ['service'] }, 'body.roles'],
    [{ kind: 'service', roles: ['engineer'] }, 'body.roles'],
    [{ kind: 'person', roles: [] }, 'body.roles'],
    [{ kind: 'person', roles: ['nobody'] }, 'body.roles.0'],
    [{ kind: 'robot', roles: ['lab'] }, 'body.kind'],
  ])('cannot be %j', async (body, field) => {
    const refused = await refusal(admin.addHolder({ body: { name: 'X', ...body } as never }))
    expect(refused.code).toBe('invalid_request')
    expect(refused.problem.causes.map((cause) => cause.field)).toContain(field)
  })

  it('has one sign-on, and no two share it', async () => {
    const signIn = { issuer: 'https://sso.example', subject: 'u-1' }
    const first = await admin.addHolder({ body: { kind: 'person', name: 'One', roles: ['lab'], signIn } })
    expect(first.signIn).toEqual(signIn)
    expect(
      (await refusal(admin.addHolder({ body: { kind: 'person', name: 'Two', roles: ['lab'], signIn } }))).code,
    ).toBe('conflict')
  })

  it('cannot be the last administrator and go', async () => {
    const me = await admin.whoAmI()
    const switchOff = admin.changeHolder({ params: { holderId: me.id }, body: { version: 1, disabled: true } })
    expect((await refusal(switchOff)).code).toBe('last_admin')
    expect((await refusal(admin.revokeKey({ params: { keyId: me.keyId ?? '' } }))).code).toBe('last_admin')
    expect((await admin.whoAmI()).id).toBe(me.id)
  })
})

describe('who may not', () => {
  it('is told which scope it needs, and it is in the audit trail', async () => {
    const { secret, holder } = await keyFor(['lab'])
    const refused = await refusal(lims.client(secret).listKeys())
    expect(refused).toMatchObject({ code: 'not_allowed', status: 403 })
    expect(refused.problem.causes[0]).toMatchObject({ code: 'scope', limit: 'access:read' })
    const { items } = await admin.listAudit({ query: { action: 'access.refused' } })
    const entry = items.find((item) => item.actor.id === holder.id)
    expect(entry).toMatchObject({ outcome: 'refused', detail: { route: 'GET /api/access/keys', code: 'not_allowed' } })
  })

  it('gives nobody what it has not', async () => {
    const holder = await admin.addHolder({ body: { kind: 'person', name: 'Narrow admin', roles: ['admin'] } })
    const made = await admin.makeKey({
      body: { holderId: holder.id, label: 'narrow', scopes: ['access:write', 'access:read'] },
    })
    const narrow = lims.client(made.secret ?? '')
    const refused = await refusal(narrow.addHolder({ body: { kind: 'person', name: 'Puppet', roles: ['admin'] } }))
    expect(refused.code).toBe('not_allowed')
    const beyond = scopesOf(['admin']).filter((scope) => !scope.startsWith('access:'))
    expect(refused.problem.causes.map((cause) => cause.value)).toEqual(beyond)
    expect((await refusal(narrow.makeKey({ body: { holderId: holder.id, label: 'wide' } }))).code).toBe('not_allowed')
  })

  it('sees one practice and no other', async () => {
    const mine = await keyFor(['ecp'], { practice: 'p-mine' })
    const theirs = await keyFor(['ecp'], { practice: 'p-theirs' })
    const { position } = await admin.readEvents({ query: { after: 0, limit: 1000 } })
    await until(
      'the log has both',
      async () => (await admin.readEvents({ query: { after: 0, limit: 1000 } })).position >= position,
    )
    const seen = await lims.client(mine.secret).readEvents({ query: { limit: 1000 } })
    expect(seen.events.length).toBeGreaterThan(0)
    expect(new Set(seen.events.map((event) => event.practice))).toEqual(new Set(['p-mine']))
    expect(JSON.stringify(seen)).not.toContain(theirs.holder.id)
    expect((await refusal(lims.client(mine.secret).readEvents({ query: { practice: 'p-theirs' } }))).code).toBe(
      'not_allowed',
    )
  })

  it('comes with credentials that have ended: refused by name, and entered once a minute', async () => {
    const { secret, key } = await keyFor(['lab'])
    await admin.revokeKey({ params: { keyId: key.id } })
    for (let i = 0; i < 5; i++) await refusal(lims.client(secret).whoAmI())
    const { items } = await admin.listAudit({ query: { action: 'access.refused', subject: key.id } })
    expect(items).toHaveLength(1)
  })

  it('is counted, not chained, when nobody knows who it is', async () => {
    const entries = async () => (await admin.listAudit({ query: { limit: 200 } })).items.length
    const before = await entries()
    for (let i = 0; i < 20; i++) await refusal(lims.client().listKeys())
    expect(await entries()).toBe(before)
    await lims.app.refusalCounter.flush()
    const counts = await lims.database
      .db('audit_counts')
      .where({ code: 'not_signed_in', route: 'GET /api/access/keys' })
      .sum({ sum: 'count' })
    expect(Number((counts as { sum: number }[])[0]?.sum)).toBeGreaterThanOrEqual(20)
  })
})

describe('a reader of events', () => {
  it('who asks for a type that there is not is told the nearest', async () => {
    const refused = await refusal(admin.readEvents({ query: { type: 'access.key_mad' } }))
    expect(refused.problem.causes[0]).toMatchObject({
      field: 'query.type',
      message: 'there is no event access.key_mad, did you mean access.key_made?',
    })
  })
})

describe('every change of access', () => {
  it('is an event and an entry of the audit trail, with who did it', async () => {
    const { holder, key } = await keyFor(['lab'])
    await admin.changeHolder({ params: { holderId: holder.id }, body: { version: 1, roles: ['manager'] } })
    await admin.revokeKey({ params: { keyId: key.id } })
    const me = await admin.whoAmI()
    const audit = await admin.listAudit({ query: { limit: 200 } })
    const actions = audit.items.filter((item) => item.subject === holder.id || item.subject === key.id)
    expect(actions.map((item) => item.action).toSorted()).toEqual([
      'holder.added',
      'holder.changed',
      'key.made',
      'key.revoked',
    ])
    expect(new Set(actions.map((item) => item.actor.id))).toEqual(new Set([me.id]))
    const types = await until('the events are in the log', async () => {
      const { events } = await admin.readEvents({ query: { limit: 1000 } })
      const own = events
        .filter((event) => event.subject === holder.id || event.subject === key.id)
        .map((event) => event.type)
      return own.length === 4 && own
    })
    expect(types).toEqual(['access.holder_added', 'access.key_made', 'access.holder_changed', 'access.key_revoked'])
  })
})
