import type { Saved } from '@ils/contract/draft-edits'
import type { Actor } from '@ils/platform/actor'
import type { App } from '../../app.ts'
import { restoreVersion, type Step } from './restore-version.ts'

const redo: Step = {
  kind: 'redo',
  find: ({ redo: edit }) => (edit === null ? null : { to: edit, about: edit }),
  nothing: 'Nothing was taken back since the last edit: there is nothing to do again',
}

/** Does again what was taken back last. */
export const redoEdit = (app: App, actor: Actor, draftId: string, input: { version: number }): Promise<Saved> =>
  restoreVersion(app, actor, draftId, input, redo)
