import type { WebhookBody } from '@ils/contract/webhook-body'
import { signDelivery } from '@ils/platform/signing/sign-delivery'
import type { App } from '../../app.ts'
import { VERSION } from '../../version.ts'
import type { EndpointRow } from '../endpoints/store.ts'
import { openSecrets } from '../signing/open-secrets.ts'
import { bytesOf } from './body-for.ts'
import { judgeAnswer, type Judged } from './judge-answer.ts'
import { openSender, type Answer, type Sender } from './send-once.ts'

export interface Attempted {
  readonly at: Date
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly answer: Answer
  readonly judged: Judged
}

type World = Pick<App, 'settings' | 'clock'>
type Receiver = Pick<EndpointRow, 'id' | 'url' | 'secret' | 'secret_before' | 'secret_before_until'>

/** Signs a body anew, sends it, and says what came of it. */
export async function attempt(app: World, sender: Sender, to: Receiver, told: WebhookBody): Promise<Attempted> {
  const at = app.clock.now()
  const body = bytesOf(told)
  const headers = {
    'content-type': 'application/json',
    'user-agent': `ILS/${VERSION}`,
    ...signDelivery({ id: told.id, at, body, secrets: openSecrets(app, to) }),
  }
  const url = to.url ?? ''
  const answer = await sender.send({ url, headers, body })
  return { at, url, headers, answer, judged: judgeAnswer(answer, app.clock.now()) }
}

/** The same on a connection of its own, for whoever tries an endpoint. */
export async function attemptOnce(app: World, to: Receiver, told: WebhookBody): Promise<Attempted> {
  const sender = openSender({ app, most: 1 })
  try {
    return await attempt(app, sender, to, told)
  } finally {
    sender.close()
  }
}
