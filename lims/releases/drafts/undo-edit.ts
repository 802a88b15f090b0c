import type { Saved } from '@ils/contract/draft-edits'
import type { Actor } from '@ils/platform/actor'
import type { App } from '../../app.ts'
import { restoreVersion, type Step } from './restore-version.ts'

const undo: Step = {
  kind: 'undo',
  find: ({ undo: found }) => found && { to: found.to, about: found.takesBack },
  nothing: 'The draft is as it was begun: there is no edit to take back',
}

/** Takes the last edit back; it stays in the history. */
export const undoEdit = (app: App, actor: Actor, draftId: string, input: { version: number }): Promise<Saved> =>
  restoreVersion(app, actor, draftId, input, undo)
