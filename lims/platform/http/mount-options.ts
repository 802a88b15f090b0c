import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Endpoint } from '@ils/contract/endpoint'
import type { Actor } from '../actor.ts'
import type { Foundation } from '../app.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Refusal } from '../refusal.ts'
import type { Binding } from './binding.ts'
import type { RateLimit } from './rate-limit.ts'

export interface MountOptions<App extends Foundation> {
  readonly app: App
  /** Everything the contract declares: only these can be mounted. */
  readonly declared: Readonly<Record<string, Endpoint>>
  readonly bindings: readonly Binding<App>[]
  /** Refuses a request for where it comes from, before it is asked who it is. */
  admit?(request: IncomingMessage, endpoint: Endpoint): void
  /** Where the credentials of a request stand; `Authorization` where nothing is said. Empty: there are none. */
  credentialsOf?(request: IncomingMessage): string
  /** Reads the credentials; throws `CredentialsRefused` when they are no good. What it sets on the answer goes with it. */
  authenticate(credentials: string, answer: Pick<ServerResponse, 'setHeader'>): Actor | Promise<Actor>
  /** Told of every refusal of authentication, authorisation or limit, before it is answered. */
  onAccessRefused(refused: AccessRefused): Promise<void>
  /** What a path shows that is no endpoint: the files of the screens. */
  pageAt?(path: string): Page | undefined
  readonly rateLimit: RateLimit
  readonly metrics: Metrics
  readonly settings: HttpSettings
  /** Fires when the process begins to stop: waiting calls end. */
  readonly stopping: AbortSignal
}

export interface Page {
  readonly type: string
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
}

export interface HttpSettings {
  /** Check our own answers against the contract: in development and test. */
  readonly checkAnswers: boolean
  readonly bodyLimitBytes: number
  readonly corsOrigins: readonly string[]
  readonly trustedProxies: number
  readonly anonymousPerMinute: number
}

export interface AccessRefused {
  readonly actor: Actor
  readonly code: Refusal['code']
  readonly detail: string
  readonly route: string
  readonly address: string
}
