import type { ImportedJob } from '@ils/contract/imports'
import type { Actor } from '@ils/platform/actor'
import type { Decision } from '@ils/rules/engine/decision'
import { judge } from '@ils/rules/engine/judge'
import type { Configuration } from '@ils/rules/language/rulebook'
import type { App, ReadyRelease } from '../../app.ts'
import { readForMaking } from '../../releases/public.ts'

/** What was ordered, and what the rules in force say to it; both null where only the past was brought. */
export interface ImportedOrder {
  readonly practice: string | null
  readonly release: ReadyRelease
  readonly configuration: Configuration | null
  readonly decision: Decision | null
}

/** Reads the order of a line as it would be read today, with the day on which it was taken. */
export async function importedOrder(app: App, actor: Actor, line: ImportedJob): Promise<ImportedOrder> {
  const { order, practice = null, receivedAt } = line
  if (!order) {
    const { release } = await app.rules.inForce(practice)
    return { practice, release, configuration: null, decision: null }
  }
  const request = { ...order, ...(practice !== null && { practice }) }
  const read = await readForMaking(app, actor, request, new Date(receivedAt))
  const { configuration, release } = read
  return { practice: read.practice, release, configuration, decision: judge(release.compiled, 'order', configuration) }
}
