import { keepAudit } from '@ils/platform/audit/keep-audit'
import type { AccessRefused } from '@ils/platform/http/mount-options'
import type { App } from '../app.ts'

const SAME_REFUSAL_MS = 60_000
const MOST_REMEMBERED = 10_000

/**
 * Keeps refusals of access: of somebody known, each as an entry of the audit trail; of the unknown, as counts.
 * A known one whose credentials no longer work is entered once a minute, or a forgotten script would fill the trail.
 */
export function keepRefusals(app: App): (refused: AccessRefused) => Promise<void> {
  const lastKept = new Map<string, number>()

  function repeats(refused: AccessRefused): boolean {
    if (refused.code !== 'not_signed_in') return false
    const name = `${refused.actor.keyId ?? refused.actor.id ?? ''} ${refused.route}`
    const now = app.clock.now().getTime()
    const last = lastKept.get(name)
    if (last !== undefined && now - last < SAME_REFUSAL_MS) return true
    if (lastKept.size >= MOST_REMEMBERED) lastKept.clear()
    lastKept.set(name, now)
    return false
  }

  return async (refused) => {
    const { actor, code, route, address } = refused
    const unknown = actor.id === null
    app.metrics.refused({ code, who: unknown ? 'anonymous' : 'known' })
    if (unknown || code === 'too_many_requests' || repeats(refused)) {
      app.refusalCounter.add(code, route)
      return
    }
    await keepAudit(app, app.pool, actor, {
      action: 'access.refused',
      subject: actor.keyId ?? actor.id,
      practice: actor.practice,
      outcome: 'refused',
      detail: { route, code, why: refused.detail, address },
    })
  }
}
