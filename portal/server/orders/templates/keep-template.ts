import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { Template } from '../../../contract/templates.ts'
import type { App } from '../../app.ts'
import { practiceToOrder } from '../policy.ts'
import { insertTemplate, lockTemplate, nameTaken, updateTemplate, type TemplateRow, type Wanted } from './store.ts'

/** Keeps lens, treatments and options of an order under a name of the practice. */
export async function addTemplate(
  app: App,
  actor: Actor,
  { name, ...wanted }: Wanted & { readonly name: string },
): Promise<Template> {
  const practice = practiceToOrder(actor)
  const row: TemplateRow = {
    ...{ id: app.ids('otp'), practice, name: name.trim(), wanted, by_name: actor.name },
    ...{ removed_at: null, version: 1, created_at: app.clock.now() },
  }
  return inTransaction(app.db, async (trx) => {
    if (!(await insertTemplate(trx, row))) throw thereIsOne(row.name)
    return showTemplate(row)
  })
}

/** Renames a template, removes it, or brings it back. */
export async function changeTemplate(
  app: App,
  actor: Actor,
  templateId: string,
  { version, name, removed }: { readonly version: number; readonly name?: string; readonly removed?: boolean },
): Promise<Template> {
  const practice = practiceToOrder(actor)
  return inTransaction(app.db, async (trx) => {
    const before = await lockTemplate(trx, practice, templateId)
    if (!before) throw new Refusal('not_found', `There is no template ${templateId}`)
    if (before.version !== version) {
      const message = `The template was changed by somebody else: version ${before.version} is here, you saw ${version}`
      throw new Refusal('conflict', message, {
        causes: [{ code: 'version', field: 'body.version', message, value: version, limit: before.version }],
      })
    }
    const next = name === undefined ? before.name : name.trim()
    const gone = removed ?? before.removed_at !== null
    if (!gone && (await nameTaken(trx, before, next))) throw thereIsOne(next)
    const removed_at = gone ? (before.removed_at ?? app.clock.now()) : null
    return showTemplate(await updateTemplate(trx, before, { name: next, removed_at }))
  })
}

function thereIsOne(name: string): Refusal {
  const message = `This practice has a template named ${name} already`
  return new Refusal('conflict', message, { causes: [{ code: 'name', field: 'body.name', message, value: name }] })
}

export const showTemplate = ({ id, name, wanted, by_name: by, removed_at, version }: TemplateRow): Template => ({
  ...{ id, name, ...wanted, by, removed: removed_at !== null, version },
})
