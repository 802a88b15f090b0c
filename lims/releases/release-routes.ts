import { limsApi } from '@ils/contract/lims'
import { pageOf, readPosition } from '@ils/platform/db/page'
import { binderFor } from '@ils/platform/http/binding'
import { Refusal } from '@ils/platform/refusal'
import { writeRulebook } from '@ils/rules/language/write-rulebook'
import { diffRulebooks } from '@ils/rules/rulebook/diff-rulebooks'
import type { App } from '../app.ts'
import { mustBeOfTheLab } from './policy.ts'
import { promoteRelease } from './activations/promote-release.ts'
import { listActivations, listReleases } from './activations/views.ts'
import { rollBack } from './activations/roll-back.ts'
import { findRulebook } from './contents/store.ts'
import { releaseOf, showActivation, showRelease } from './activations/show-release.ts'
import { zipFiles } from './contents/zip-files.ts'

const bind = binderFor<App>()

const positionIn = (after: string | undefined): number | undefined => {
  const position = readPosition(after, 1)?.[0]
  return position === undefined ? undefined : Number(position)
}

export const releaseRoutes = [
  bind(limsApi.getInForce, async ({ app, actor, query }) => {
    if (actor.practice !== null && query.practice !== undefined && query.practice !== actor.practice) {
      throw new Refusal('not_allowed', `These credentials see practice ${actor.practice} only`)
    }
    const { release, activation, since, pilot } = await app.rules.inForce(actor.practice ?? query.practice ?? null)
    return { body: { number: release.number, hash: release.hash, activation, since: since.toISOString(), pilot } }
  }),
  bind(limsApi.listReleases, async ({ app, actor, query }) => {
    mustBeOfTheLab(actor)
    const rows = await listReleases(app.db, { before: positionIn(query.after), limit: query.limit + 1 })
    return { body: pageOf(rows, query.limit, ({ number }) => [number], releaseOf) }
  }),
  bind(limsApi.getRelease, async ({ app, actor, params }) => {
    mustBeOfTheLab(actor)
    return { body: await showRelease(app.db, params.number) }
  }),
  bind(limsApi.releaseRulebook, async ({ app, actor, params }) => {
    mustBeOfTheLab(actor)
    const { hash, number } = await showRelease(app.db, params.number)
    return { body: { number, rulebook: await findRulebook(app.db, hash) } }
  }),
  bind(limsApi.releaseFiles, async ({ app, actor, params }) => {
    mustBeOfTheLab(actor)
    const { hash, number } = await showRelease(app.db, params.number)
    return { body: { number, files: Object.fromEntries(writeRulebook(await findRulebook(app.db, hash))) } }
  }),
  bind(limsApi.releaseArchive, async ({ app, actor, params }) => {
    mustBeOfTheLab(actor)
    const { hash, number } = await showRelease(app.db, params.number)
    const zip = zipFiles(writeRulebook(await findRulebook(app.db, hash)))
    return { body: zip, headers: { 'content-disposition': `attachment; filename="release-${number}.zip"` } }
  }),
  bind(limsApi.releaseChanges, async ({ app, actor, params, query }) => {
    mustBeOfTheLab(actor)
    const { hash, parent } = await showRelease(app.db, params.number)
    const against = query.against ?? parent
    if (against === null) return { body: { against, changes: [] } }
    const other = await showRelease(app.db, against)
    const [before, after] = await Promise.all([findRulebook(app.db, other.hash), findRulebook(app.db, hash)])
    return { body: { against, changes: [...diffRulebooks(before, after)] } }
  }),
  bind(limsApi.promoteRelease, async ({ app, actor, params, body }) => {
    mustBeOfTheLab(actor)
    return { body: await promoteRelease(app, actor, params.number, body) }
  }),
  bind(limsApi.rollBack, async ({ app, actor, body }) => {
    mustBeOfTheLab(actor)
    return { body: await rollBack(app, actor, body) }
  }),
  bind(limsApi.listActivations, async ({ app, actor, query }) => {
    mustBeOfTheLab(actor)
    const rows = await listActivations(app.db, { before: positionIn(query.after), limit: query.limit + 1 })
    return { body: pageOf(rows, query.limit, ({ n }) => [n], showActivation) }
  }),
]
