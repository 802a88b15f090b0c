import type { eventKinds } from '@ils/contract/events'
import type { WebhookBody } from '@ils/contract/webhook-body'

type Kind = (typeof eventKinds)[number]

/** Every event that this version of the contract knows. */
export type EventType = Kind['type']

type DataOf<K> = K extends { data: { static: infer D } } ? D : never

/** An event of one type, with what that type says of itself. */
export type EventOf<T extends EventType> = Omit<WebhookBody, 'type' | 'data'> & {
  type: T
  data: DataOf<Extract<Kind, { type: T }>> & Record<string, unknown>
}
