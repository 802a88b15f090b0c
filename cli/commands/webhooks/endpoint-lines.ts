import type { NewWebhookSecret, WebhookEndpoint } from '@ils/contract/webhooks'
import colours from 'picocolors'
import { say, sayJson, table } from '../../say.ts'
import { sayInstant } from '../../say-instant.ts'

const COLOURS: Readonly<Record<WebhookEndpoint['state'], (text: string) => string>> = {
  active: colours.green,
  paused: colours.yellow,
  disabled: colours.red,
}

const some = (values: readonly string[] | null, none: string): string => values?.join(', ') ?? none

/** One line of the list. */
export const endpointRow = (endpoint: WebhookEndpoint): string[] => [
  colours.bold(endpoint.id),
  stateOf(endpoint),
  endpoint.url ?? colours.dim('asks by the feed'),
  some(endpoint.events, 'everything'),
  endpoint.practice ?? 'the lab',
  endpoint.description,
]

const stateOf = ({ state, stateReason }: WebhookEndpoint): string =>
  `${COLOURS[state](state)}${stateReason === null ? '' : `: ${stateReason}`}`

export function sayEndpoint(endpoint: WebhookEndpoint, { json = false }: { readonly json?: boolean }): void {
  if (json) {
    sayJson(endpoint)
    return
  }
  const { signing, publicKeys, oldSecretUntil } = endpoint
  say(
    table([
      ['endpoint', colours.bold(endpoint.id)],
      ['state', `${stateOf(endpoint)}, since ${sayInstant(endpoint.stateSince)}`],
      ['url', endpoint.url ?? 'none: it asks by the feed'],
      ['what for', endpoint.description],
      ['whose', endpoint.practice ?? 'the lab’s own'],
      ['told of', some(endpoint.events, 'everything')],
      ['of practices', endpoint.practice ?? some(endpoint.practices, 'all')],
      ['signed by', signing === 'v1' ? 'HMAC-SHA256 (v1)' : 'Ed25519 (v1a)'],
      ...publicKeys.map((key) => ['public key', key]),
      ...(oldSecretUntil === null ? [] : [['old secret', `signs too until ${sayInstant(oldSecretUntil)}`]]),
      ['registered', `${sayInstant(endpoint.createdAt)} by ${endpoint.createdBy ?? 'nobody'}`],
    ]),
  )
}

/** With its secret, which nobody sees again. */
export function sayNewSecret(made: NewWebhookSecret, options: { readonly json?: boolean }): void {
  const { secret, ...endpoint } = made
  if (options.json) {
    sayJson(made)
    return
  }
  sayEndpoint(endpoint, options)
  if (secret === null) return
  say()
  say(`  ${secret}`)
  say(`  ${colours.dim('The secret, shown this once. Give it to the receiver.')}`)
}
