export type WebhookFault =
  | 'body_not_raw'
  | 'body_too_large'
  | 'header_missing'
  | 'header_malformed'
  | 'too_old'
  | 'too_new'
  | 'no_signature_fits'
  | 'body_not_json'
  | 'not_an_event'
  | 'data_unexpected'

/** Why a delivery is not believed. */
export class WebhookRefused extends Error {
  readonly fault: WebhookFault

  constructor(fault: WebhookFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'WebhookRefused'
    this.fault = fault
  }
}
