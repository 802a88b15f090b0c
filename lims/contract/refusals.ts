/** Every expected no of the LIMS: its stable code, the HTTP status it travels with, and what it means. Codes are never renamed. */
export const refusals = {
  invalid_request: { status: 400, title: 'The request does not fit the contract' },
  malformed_body: { status: 400, title: 'The body is not well-formed' },
  malformed_url: { status: 400, title: 'The URL is not well-formed' },
  not_signed_in: { status: 401, title: 'No valid credentials were given' },
  not_allowed: { status: 403, title: 'These credentials do not allow this' },
  setup_closed: { status: 403, title: 'The first administrator exists already, or setting up is switched off' },
  not_found: { status: 404, title: 'There is no such thing' },
  method_not_allowed: { status: 405, title: 'This path does not take this method' },
  conflict: { status: 409, title: 'Another change came first' },
  idempotency_in_flight: { status: 409, title: 'The same request is being carried out right now' },
  last_admin: { status: 409, title: 'The lab would be left without an administrator' },
  key_not_usable: { status: 409, title: 'The key is revoked or expired' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body is of a type that is not read here' },
  idempotency_key_reused: { status: 422, title: 'This idempotency key was used for a different request' },
  too_many_requests: { status: 429, title: 'The request limit is used up' },
  internal_error: { status: 500, title: 'Something broke on our side' },
  not_ready: { status: 503, title: 'The service is starting, stopping or missing something it needs' },
} as const satisfies Record<string, { status: number; title: string }>

export type RefusalCode = keyof typeof refusals
