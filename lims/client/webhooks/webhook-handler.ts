import type { WebhookBody } from '@ils/contract/webhook-body'

/** Answers `unsubscribe` to be sent no more. */
export type WebhookHandler<E = WebhookBody> = (event: E, about: { readonly sentAt: Date }) => Promise<unknown>
