import { limsApi } from '@ils/contract/lims'
import { roleNames, roles, scopeNames, scopes } from '@ils/contract/roles'
import { binderFor } from '@ils/platform/http/binding'
import { pageOf, readPosition } from '@ils/platform/db/page'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../app.ts'
import { addHolder } from './add-holder.ts'
import { changeHolder } from './change-holder.ts'
import { makeKey } from './make-key.ts'
import { mustManageTheLab } from './policy.ts'
import { revokeKey } from './revoke-key.ts'
import { rotateKey } from './rotate-key.ts'
import { setUpLab } from './set-up-lab.ts'
import { showHolder, showKey } from './show.ts'
import { findKey, listHolders, listKeys } from './store.ts'

const bind = binderFor<App>()

const afterId = (after: string | undefined): string | undefined => {
  const id = readPosition(after, 1)?.[0]
  return id === undefined ? undefined : String(id)
}

export const accessRoutes = [
  bind(limsApi.whoAmI, ({ actor }) => {
    // The mount lets only persons and services through to a signed-in endpoint.
    if (
      actor.id === null ||
      (actor.kind !== 'person' && actor.kind !== 'service') ||
      (actor.by !== 'key' && actor.by !== 'token')
    ) {
      throw new Error('nobody is signed in')
    }
    const { kind, id, name, practice, by, keyId, requestsPerMinute } = actor
    const me = {
      kind,
      id,
      name,
      roles: roleNames.filter((role) => actor.roles.includes(role)),
      scopes: scopeNames.filter((scope) => actor.scopes.includes(scope)),
      practice,
      by,
      keyId,
      requestsPerMinute,
    }
    return Promise.resolve({ body: me })
  }),
  bind(limsApi.listRoles, () =>
    Promise.resolve({
      body: {
        roles: roleNames.map((role) => ({ role, means: roles[role].means, scopes: [...roles[role].scopes] })),
        scopes: scopeNames.map((scope) => ({ scope, means: scopes[scope] })),
      },
    }),
  ),
  bind(limsApi.setUpLab, async ({ app, body }) => ({ body: await setUpLab(app, body) })),
  bind(limsApi.listHolders, async ({ app, actor, query }) => {
    mustManageTheLab(actor)
    const rows = await listHolders(app.db, {
      after: afterId(query.after),
      limit: query.limit + 1,
      practice: query.practice,
    })
    return { body: pageOf(rows, query.limit, (row) => [row.id], showHolder) }
  }),
  bind(limsApi.addHolder, async ({ app, actor, body }) => ({ body: await addHolder(app, actor, body) })),
  bind(limsApi.changeHolder, async ({ app, actor, params, body }) => ({
    body: await changeHolder(app, actor, params.holderId, body),
  })),
  bind(limsApi.listKeys, async ({ app, actor, query }) => {
    mustManageTheLab(actor)
    const held = await listKeys(app.db, {
      after: afterId(query.after),
      limit: query.limit + 1,
      holderId: query.holderId,
    })
    return { body: pageOf(held, query.limit, ({ key }) => [key.id], showKey) }
  }),
  bind(limsApi.getKey, async ({ app, actor, params }) => {
    mustManageTheLab(actor)
    const held = await findKey(app.db, params.keyId)
    if (!held) throw new Refusal('not_found', `There is no key ${params.keyId}`)
    return { body: showKey(held) }
  }),
  bind(limsApi.makeKey, async ({ app, actor, body }) => ({ body: await makeKey(app, actor, body) })),
  bind(limsApi.rotateKey, async ({ app, actor, params, body }) => ({
    body: await rotateKey(app, actor, params.keyId, body),
  })),
  bind(limsApi.revokeKey, async ({ app, actor, params }) => ({ body: await revokeKey(app, actor, params.keyId) })),
]
