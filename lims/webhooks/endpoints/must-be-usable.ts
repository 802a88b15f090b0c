import type { Cause } from '@ils/contract/problem'
import { toldKinds } from '@ils/contract/told-events'
import { nearest } from '@ils/platform/config/nearest'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { faultOfUrl } from '../guard/fault-of-url.ts'
import { judgeBy } from '../guard/judge-address.ts'

export interface WhatIsTold {
  readonly practice: string | null
  readonly url?: string | null | undefined
  readonly events?: readonly string[] | null | undefined
  readonly practices?: readonly string[] | null | undefined
}

/** Whether an endpoint can be called there and will ever be told anything; refuses with all that is wrong. */
export function mustBeUsable(app: Pick<App, 'settings'>, wanted: WhatIsTold): void {
  const causes = [...faultsOfUrl(app, wanted), ...faultsOfEvents(wanted), ...faultsOfPractices(wanted)]
  if (causes.length === 0) return
  throw new Refusal('invalid_request', causes.map(({ message }) => message).join('; '), { causes })
}

function faultsOfUrl({ settings }: Pick<App, 'settings'>, { url }: WhatIsTold): Cause[] {
  const fault = typeof url === 'string' ? faultOfUrl(url, judgeBy(settings.webhookAllowedNetworks)) : undefined
  if (fault === undefined) return []
  return [{ code: 'url', field: 'body.url', message: `body.url: ${fault}`, value: url }]
}

/** A type that is never told would be silence for ever. */
function faultsOfEvents({ events, practice }: WhatIsTold): Cause[] {
  const known = toldKinds(practice).map(({ type }) => type)
  const isKnown = (asked: string): boolean =>
    asked.endsWith('.*') ? known.some((type) => type.startsWith(asked.slice(0, -1))) : known.includes(asked)
  return (events ?? [])
    .filter((asked) => !isKnown(asked))
    .map((asked) => {
      const near = nearest(asked, known)
      const told = practice === null ? 'there is' : 'a practice is told of'
      const message = `body.events: ${told} no event ${asked}${near ? `, did you mean ${near}?` : ''}`
      return { code: 'unknown_event', field: 'body.events', message, value: asked, limit: known }
    })
}

function faultsOfPractices({ practice, practices }: WhatIsTold): Cause[] {
  if (practice === null || practices === null || practices === undefined) return []
  const message = `body.practices: the endpoint is practice ${practice}’s and told of that one only`
  return [{ code: 'rule', field: 'body.practices', message, value: [...practices], limit: [practice] }]
}
