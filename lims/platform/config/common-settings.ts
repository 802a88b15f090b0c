import { json, list, oneOf, text, url, whole, yesNo } from './settings.ts'
import { logLevels } from '../log/levels.ts'

export interface TokenIssuer {
  readonly issuer: string
  readonly audience: string
  /** Claim that holds the roles, dotted: `realm_access.roles`. */
  readonly rolesClaim: string
  /** Their word → our role; words that are not named give nothing. */
  readonly roles: Readonly<Record<string, string>>
  /** Claim that holds the practice, if people of practices sign in here. */
  readonly practiceClaim?: string
}

/** Settings that every server of ILS has. */
export const commonSettings = {
  environment: oneOf({
    name: 'NODE_ENV',
    group: 'Process',
    means: 'production leaves out the checks of our own answers that development and test make',
    words: ['development', 'test', 'production'],
    fallback: 'development',
  }),
  logLevel: oneOf({
    name: 'ILS_LOG_LEVEL',
    group: 'Process',
    means: 'What is logged',
    words: logLevels,
    fallback: 'info',
  }),
  shutdownSeconds: whole({
    name: 'ILS_SHUTDOWN_SECONDS',
    group: 'Process',
    means: 'How long a stop may take before it is forced',
    min: 1,
    max: 600,
    fallback: 10,
  }),
  drainMs: whole({
    name: 'ILS_DRAIN_MS',
    group: 'Process',
    means: 'How long a stop still takes calls, not ready any more, so that a balancer can notice',
    min: 0,
    max: 60_000,
    fallback: 250,
  }),
  databaseUrl: url({
    name: 'DATABASE_URL',
    group: 'Data',
    means: 'Postgres as the application’s role (ils_lims), with grants only. Without it `ils up` runs its own Postgres',
    schemes: ['postgres', 'postgresql'],
    example: 'postgres://ils_lims:…@db:5432/ils',
    fallback: null,
    secret: true,
  }),
  databaseOwnerUrl: url({
    name: 'DATABASE_OWNER_URL',
    group: 'Data',
    means: 'Postgres as the owner, for migrations. Without it DATABASE_URL does both and the database does not guard',
    schemes: ['postgres', 'postgresql'],
    example: 'postgres://ils_owner:…@db:5432/ils',
    fallback: null,
    secret: true,
  }),
  databasePool: whole({
    name: 'ILS_DATABASE_POOL',
    group: 'Data',
    means: 'Most connections of one process',
    min: 2,
    max: 200,
    fallback: 10,
  }),
  redisUrl: url({
    name: 'REDIS_URL',
    group: 'Data',
    means: 'Redis, to wake workers and to share request limits. Without it Postgres does both',
    schemes: ['redis', 'rediss'],
    example: 'redis://redis:6379',
    fallback: null,
    secret: true,
  }),
  host: text({
    name: 'ILS_HOST',
    group: 'Network',
    means: 'Address to listen on; 0.0.0.0 to be reached from other machines',
    example: '127.0.0.1',
    fallback: '127.0.0.1',
  }),
  trustedProxies: whole({
    name: 'ILS_TRUSTED_PROXIES',
    group: 'Network',
    means: 'How many proxies stand before us; only then is X-Forwarded-For believed',
    min: 0,
    max: 5,
    fallback: 0,
  }),
  corsOrigins: list({
    name: 'ILS_CORS_ORIGINS',
    group: 'Network',
    means: 'Web origins that may call the API from a browser, comma-separated',
    example: 'https://portal.example',
    each: /^https?:\/\/[^/\s]+$/,
    want: 'origins such as https://portal.example, comma-separated',
    fallback: [],
  }),
  bodyLimitKib: whole({
    name: 'ILS_BODY_LIMIT_KIB',
    group: 'Network',
    means: 'Largest request body where an endpoint does not say otherwise',
    min: 1,
    max: 65_536,
    fallback: 1024,
  }),
  anonymousPerMinute: whole({
    name: 'ILS_ANONYMOUS_PER_MINUTE',
    group: 'Network',
    means: 'Requests a minute from one address without valid credentials',
    min: 1,
    max: 1_000_000,
    fallback: 300,
  }),
  adminSetupKey: text({
    name: 'ADMIN_SETUP_KEY',
    group: 'Access',
    means: 'Lets the first administrator be made, once (POST /api/access/setup). `ils up` makes one by itself',
    example: 'at-least-16-characters',
    minLength: 16,
    fallback: null,
    secret: true,
  }),
  tokenIssuers: json<readonly TokenIssuer[]>({
    name: 'ILS_TOKEN_ISSUERS',
    group: 'Access',
    means: 'OpenID Connect issuers whose tokens are accepted, as JSON',
    example: '[{"issuer":"https://sso.example","audience":"ils","rolesClaim":"roles","roles":{"lab-admins":"admin"}}]',
    fallback: [],
    check: checkIssuers,
  }),
  allowHttpIssuers: yesNo({
    name: 'ILS_ALLOW_HTTP_ISSUERS',
    group: 'Access',
    means: 'Take issuers over plain http; for tests on one machine only',
    fallback: false,
  }),
} as const

function checkIssuers(value: unknown): string | undefined {
  const shape = 'a JSON list of {issuer, audience, rolesClaim, roles, practiceClaim?}'
  if (!Array.isArray(value)) return shape
  for (const item of value as unknown[]) {
    if (typeof item !== 'object' || item === null) return shape
    const { issuer, audience, rolesClaim, roles, practiceClaim } = item as Record<string, unknown>
    if (![issuer, audience, rolesClaim].every((part) => typeof part === 'string' && part !== '')) return shape
    if (!URL.canParse(String(issuer))) return 'issuers as URLs'
    if (typeof roles !== 'object' || roles === null || !Object.values(roles).every((r) => typeof r === 'string'))
      return shape
    if (practiceClaim !== undefined && typeof practiceClaim !== 'string') return shape
  }
  return undefined
}
