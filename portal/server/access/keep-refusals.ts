import { keepAudit } from '@ils/platform/audit/keep-audit'
import type { AccessRefused } from '@ils/platform/http/mount-options'
import type { App } from '../app.ts'

const OF_NO_ONE: ReadonlySet<string> = new Set(['not_signed_in', 'too_many_requests'])

/** What somebody who is signed in was refused is an entry of the audit trail; the rest is counted: sign-ins that are over are no news. */
export function keepRefusals(app: App): (refused: AccessRefused) => Promise<void> {
  return async ({ actor, code, detail, route, address }) => {
    const unknown = actor.id === null
    app.metrics.refused({ code, who: unknown ? 'anonymous' : 'known' })
    if (unknown || OF_NO_ONE.has(code)) {
      app.refusalCounter.add(code, route)
      return
    }
    await keepAudit(app, app.pool, actor, {
      action: 'access.refused',
      subject: actor.id,
      practice: actor.practice,
      outcome: 'refused',
      detail: { route, code, why: detail, address },
    })
  }
}
