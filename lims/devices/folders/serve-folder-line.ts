import { withoutPersonal } from '@ils/oma/records/without-personal'
import { valueOf, type Message } from '@ils/oma/records/message'
import { pause } from '@ils/platform/db/sole-holder'
import { Refusal } from '@ils/platform/refusal'
import { engineOf, type Engine } from '../design-engine/engine-of-line.ts'
import { askForDesigns, openAsking } from '../design-engine/ask-for-designs.ts'
import { takeDesignAnswer } from '../design-engine/take-design-answer.ts'
import { updateSeen, updateState, type LineRow } from '../lines/store.ts'
import type { LineHall, ServeLine } from '../served-line.ts'
import { answerFile } from './answer-file.ts'
import { openClaims } from './claim-files.ts'
import { dealWithFiles, type FileHandler, type PutOff } from './deal-with-files.ts'
import { FolderFault, openFolders, type Folders } from './open-folders.ts'
import { deleteOldDone } from './store.ts'

const EVERY_MS = 500
const AT_ONCE = 50
const KEEP_DONE_DAYS = 90
const FORGET_EVERY_MS = 3_600_000

/** Looks into the folders of a line until it is closed; the line must be served by one process at a time. */
export const serveFolderLine: ServeLine = (hall, line) => {
  const { app } = hall
  const stop = new AbortController()
  let told = ''
  const tell = async (state: 'connected' | 'failed', note: string | null): Promise<void> => {
    if (told === `${state} ${note ?? ''}`) return
    await updateState(app.pool, line, { state, state_note: note })
    told = `${state} ${note ?? ''}`
  }
  const run = async (): Promise<void> => {
    let look: (() => Promise<void>) | undefined
    let last = ''
    while (!stop.signal.aborted) {
      try {
        look ??= await openLook(hall, line)
        await look()
        await tell('connected', null)
        last = ''
      } catch (error) {
        look = undefined
        const expected = error instanceof FolderFault || error instanceof Refusal
        const fault = expected ? error.message : 'the folders could not be worked through'
        // Said once, however long it lasts.
        if (!expected && fault !== last) app.log.warn({ err: error, line: line.id }, fault)
        last = fault
        await tell('failed', fault).catch(() => undefined)
      }
      await pause(EVERY_MS, stop.signal)
    }
  }
  const running = run()
  return {
    async close() {
      stop.abort()
      await running
    },
  }
}

/** One look: files that came are dealt with, then an engine is asked what it has to be asked. */
async function openLook(hall: LineHall, line: LineRow): Promise<() => Promise<void>> {
  const { app, messages } = hall
  const root = app.settings.deviceFolder
  if (root === null || line.folders === null) throw new FolderFault('the LIMS was started without ILS_DEVICE_FOLDER')
  const folders = await openFolders(root, line.folders)
  const dealing = {
    app,
    line: line.id,
    folders,
    claims: openClaims(folders.in, AT_ONCE),
    putOff: new Map<string, PutOff>(),
  }
  const asking = openAsking()
  let forgottenAt = -Infinity
  return async () => {
    // By the rules in force now: a release may bring an engine, or machines that its surfaces are for.
    const engine = await engineOf(app, line)
    await dealWithFiles({ ...dealing, handle: handlerOf(hall, line, folders, engine) })
    if (engine) await askForDesigns({ app, line, messages, engine, folders, asking })
    if (performance.now() - forgottenAt < FORGET_EVERY_MS) return
    forgottenAt = performance.now()
    await deleteOldDone(app.db, line.id, new Date(app.clock.now().getTime() - KEEP_DONE_DAYS * 86_400_000))
  }
}

function handlerOf({ app, messages }: LineHall, line: LineRow, folders: Folders, engine: Engine | null): FileHandler {
  return async (file: Message, times: number) => {
    const message = withoutPersonal(file)
    if (times === 1) messages.said(line.id, 'in', valueOf(message, 'REQ') ?? valueOf(message, 'ANS') ?? 'file', message)
    await updateSeen(app.pool, line.id, app.clock.now())
    const dealt = engine
      ? await takeDesignAnswer(app, { line: line.id, engine, folders }, message)
      : await answerFile(app, line, message, folders.out)
    if (dealt.as === 'failed' || (dealt.as === 'later' && times === 1))
      messages.noticed(line.id, `file_${dealt.as}`, dealt.text)
    return dealt
  }
}
