import type { DraftEdit } from '@ils/contract/draft-edits'
import { limsApi } from '@ils/contract/lims'
import { pageOf, readPosition } from '@ils/platform/db/page'
import { binderFor } from '@ils/platform/http/binding'
import type { App } from '../app.ts'
import { changeDraft } from './drafts/change-draft.ts'
import { compareDraft } from './drafts/compare-draft.ts'
import { historyOf } from './drafts/draft-history.ts'
import { mustFindDraft } from './drafts/policy.ts'
import { listEdits, readHistory, type ListedEdit } from './drafts/store.ts'
import { listDraftViews } from './drafts/views.ts'
import { editDraft } from './drafts/edit-draft.ts'
import { exportFiles, exportRulebook, exportZip, soundVersionOf } from './drafts/export-draft.ts'
import { importDraft } from './drafts/import-draft.ts'
import { mergeDraft } from './drafts/merge-draft.ts'
import { mustBeOfTheLab } from './policy.ts'
import { redoEdit } from './drafts/redo-edit.ts'
import { showCheck } from './drafts/show-check.ts'
import { draftOf, showDraft } from './drafts/show-draft.ts'
import { startDraft } from './drafts/start-draft.ts'
import { undoEdit } from './drafts/undo-edit.ts'

const bind = binderFor<App>()

export const draftRoutes = [
  bind(limsApi.startDraft, async ({ app, actor, body }) => {
    mustBeOfTheLab(actor)
    return { body: await startDraft(app, actor, body) }
  }),
  bind(limsApi.listDrafts, async ({ app, actor, query }) => {
    mustBeOfTheLab(actor)
    const [changedAt, id] = readPosition(query.after, 2) ?? []
    const before =
      changedAt === undefined || id === undefined ? undefined : { changedAt: String(changedAt), id: String(id) }
    const views = await listDraftViews(app.db, { before, state: query.state, limit: query.limit + 1 })
    return { body: pageOf(views, query.limit, (view) => [view.changed_at.toISOString(), view.id], draftOf) }
  }),
  bind(limsApi.getDraft, async ({ app, actor, params }) => {
    mustBeOfTheLab(actor)
    return { body: await showDraft(app.db, params.draftId) }
  }),
  bind(limsApi.changeDraft, async ({ app, actor, params, body }) => {
    mustBeOfTheLab(actor)
    return { body: await changeDraft(app, actor, params.draftId, body) }
  }),
  bind(limsApi.editDraft, async ({ app, actor, params, body }) => {
    mustBeOfTheLab(actor)
    return { body: await editDraft(app, actor, params.draftId, body) }
  }),
  bind(limsApi.undoEdit, async ({ app, actor, params, body }) => {
    mustBeOfTheLab(actor)
    return { body: await undoEdit(app, actor, params.draftId, body) }
  }),
  bind(limsApi.redoEdit, async ({ app, actor, params, body }) => {
    mustBeOfTheLab(actor)
    return { body: await redoEdit(app, actor, params.draftId, body) }
  }),
  bind(limsApi.listEdits, async ({ app, actor, params: { draftId }, query }) => {
    mustBeOfTheLab(actor)
    await mustFindDraft(app.db, draftId)
    const position = readPosition(query.after, 1)?.[0]
    const before = position === undefined ? undefined : Number(position)
    const [rows, history] = await Promise.all([
      listEdits(app.db, { draftId, before, limit: query.limit + 1 }),
      readHistory(app.db, draftId),
    ])
    const { standing } = historyOf(history)
    return {
      body: pageOf(
        rows,
        query.limit,
        ({ version }) => [version],
        (row) => showEdit(row, standing),
      ),
    }
  }),
  bind(limsApi.draftRulebook, async ({ app, actor, params: { draftId }, query }) => {
    mustBeOfTheLab(actor)
    const version = query.version ?? (await mustFindDraft(app.db, draftId)).version
    return { etag: `${draftId}.${version}`, text: () => exportRulebook(app.db, draftId, version) }
  }),
  bind(limsApi.draftFiles, async ({ app, actor, params }) => {
    mustBeOfTheLab(actor)
    const sound = await soundVersionOf(app.db, params.draftId)
    return { etag: `${sound.version}.${sound.hash}`, text: () => exportFiles(app.db, sound) }
  }),
  bind(limsApi.putDraftFiles, async ({ app, actor, params, body: { files, ...others } }) => {
    mustBeOfTheLab(actor)
    return { body: await importDraft(app, actor, params.draftId, { ...others, brought: Object.entries(files) }) }
  }),
  bind(limsApi.draftArchive, async ({ app, actor, params }) => {
    mustBeOfTheLab(actor)
    const sound = await soundVersionOf(app.db, params.draftId)
    const name = `${params.draftId}-version-${sound.version}.zip`
    const headers = { 'content-disposition': `attachment; filename="${name}"` }
    return { headers, body: await exportZip(app.db, sound) }
  }),
  bind(limsApi.putDraftArchive, async ({ app, actor, params, query, body }) => {
    mustBeOfTheLab(actor)
    return { body: await importDraft(app, actor, params.draftId, { ...query, brought: body }) }
  }),
  bind(limsApi.draftChanges, async ({ app, actor, params, query }) => {
    mustBeOfTheLab(actor)
    return { body: await compareDraft(app, params.draftId, query.against) }
  }),
  bind(limsApi.getCheck, async ({ app, actor, params }) => {
    mustBeOfTheLab(actor)
    return { body: await showCheck(app.db, params.draftId) }
  }),
  bind(limsApi.mergeDraft, async ({ app, actor, params, body }) => {
    mustBeOfTheLab(actor)
    return { body: await mergeDraft(app, actor, params.draftId, body) }
  }),
]

function showEdit(row: ListedEdit, standing: ReadonlySet<number>): DraftEdit {
  const { version, kind, title, touched, operations, by_id, by_name, at } = row
  // The beginning is not listed: nobody edited anything.
  if (kind === 'begin') throw new Error('the beginning of a draft is no edit')
  const isEdit = kind !== 'undo' && kind !== 'redo'
  return {
    ...{ version, kind, title, touched: [...touched], operations, by: { id: by_id, name: by_name } },
    ...{ at: at.toISOString(), takenBack: isEdit && !standing.has(version) },
  }
}
