import { commonSettings, type TokenIssuer } from '@ils/platform/config/common-settings'
import type { ValuesOf } from '@ils/platform/config/read-settings'
import { json, list, text, url, whole } from '@ils/platform/config/settings'

/** An OpenID provider at which people of the portal may sign in. */
export interface OpenIdProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** What stands on the button. */
  readonly name: string
  /** Claim that holds the roles; dotted, or with a dotted name of its own. */
  readonly rolesClaim: string
  /** Their word → our role; words that are not named give nothing. */
  readonly roles: Readonly<Record<string, string>>
  /** Claim that holds the practice of an ECP. */
  readonly practiceClaim?: string
}

const MOST_DAYS = 36_525

const days = (said: { name: string; means: string; fallback: number; min?: number }) =>
  whole({ group: 'Portal', min: 1, max: MOST_DAYS, ...said })

/** Settings of the portal beside those that every server has, by hand. */
export const ownPortalSettings = {
  portalPort: whole({
    name: 'ILS_PORTAL_PORT',
    group: 'Portal',
    means: 'Port of the portal; 0 takes any free one',
    min: 0,
    max: 65_535,
    fallback: 4610,
  }),
  portalUrl: url({
    name: 'ILS_PORTAL_URL',
    group: 'Portal',
    means: 'What browsers call the portal: it stands in mails and in assertions. Without it: its own address and port',
    schemes: ['http', 'https'],
    example: 'https://portal.example',
    fallback: null,
  }),
  portalDatabaseUrl: url({
    name: 'PORTAL_DATABASE_URL',
    group: 'Portal',
    means:
      'Postgres as the role of the portal (ils_portal), with grants on the schema portal only. Without it: DATABASE_URL',
    schemes: ['postgres', 'postgresql'],
    example: 'postgres://ils_portal:…@db:5432/ils',
    fallback: null,
    secret: true,
  }),
  portalLimsUrl: url({
    name: 'ILS_LIMS_URL',
    group: 'Portal',
    means: 'The LIMS that the portal talks to',
    schemes: ['http', 'https'],
    example: 'http://127.0.0.1:4600',
    fallback: 'http://127.0.0.1:4600',
  }),
  portalLimsKey: text({
    name: 'ILS_LIMS_KEY',
    group: 'Portal',
    means: 'The API key of the portal at the LIMS, of a holder with the role service. `ils up` makes one by itself',
    example: 'lims_…',
    fallback: null,
    secret: true,
  }),
  portalWebhookSecrets: list({
    name: 'ILS_LIMS_WEBHOOK_SECRETS',
    group: 'Portal',
    means:
      'Secrets of webhooks that were registered at the LIMS by hand. Those that the portal registers by itself it keeps by itself',
    example: 'whsec_…',
    each: /^whsec_[A-Za-z0-9+/]+=*$/,
    want: 'whsec_ and base64, comma-separated',
    fallback: [],
    secret: true,
  }),
  portalSealKeys: list({
    name: 'ILS_PORTAL_SEAL_KEYS',
    group: 'Portal',
    means:
      'Keys of 32 bytes as base64 (openssl rand -base64 32) that seal what the portal keeps secret: the first one seals, all open. `ils up` makes one by itself',
    example: 'Wk0bQ5mTj4uS9a3oW1mXn4b2mT6v0sQ8yR7cP1dE2f8=',
    each: /^[A-Za-z0-9+/]{43}=$/,
    want: 'base64 of 32 bytes, comma-separated',
    fallback: [],
    secret: true,
  }),
  keepDraftsDays: days({
    name: 'ILS_PORTAL_KEEP_DRAFTS_DAYS',
    means: 'How long an order that was begun and not sent is kept after its last save',
    fallback: 90,
  }),
  keepMailsDays: days({
    name: 'ILS_PORTAL_KEEP_MAILS_DAYS',
    means: 'How long mails, and sign-ins and links that are over, are kept',
    fallback: 30,
  }),
  keepPatientsDays: days({
    name: 'ILS_PORTAL_KEEP_PATIENTS_DAYS',
    means:
      'After how long a patient whom nobody of their practice looked at, changed or ordered for is erased; ten years are what records of health are mostly kept for',
    fallback: 3653,
  }),
  keepAccessesDays: days({
    name: 'ILS_PORTAL_KEEP_ACCESSES_DAYS',
    means: 'How long it is kept who saw a patient, at least a year; six years are asked for by 45 CFR 164.316(b)(2)',
    min: 366,
    fallback: 2192,
  }),
  signingKeyDays: days({
    name: 'ILS_PORTAL_SIGNING_KEY_DAYS',
    means: 'After how long the key changes with which the portal tells the LIMS who is signed in',
    fallback: 90,
  }),
  mailServer: url({
    name: 'ILS_MAIL_SERVER',
    group: 'Mail',
    means: 'The mail server that takes the mails of the portal. Without it they stay in the outbox',
    schemes: ['smtp', 'smtps'],
    example: 'smtps://portal:…@mail.example:465',
    fallback: null,
    secret: true,
  }),
  mailFrom: text({
    name: 'ILS_MAIL_FROM',
    group: 'Mail',
    means: 'Whom mails are from',
    example: 'Lens lab <portal@lab.example>',
    fallback: 'ILS portal <portal@localhost>',
  }),
  mailWaitSeconds: whole({
    name: 'ILS_MAIL_WAIT_SECONDS',
    group: 'Mail',
    means: 'How long a mail about an order waits for what else may happen to it, so that one mail says all of it',
    min: 0,
    max: 3600,
    fallback: 20,
  }),
  mailQuietSeconds: whole({
    name: 'ILS_MAIL_QUIET_SECONDS',
    group: 'Mail',
    means: 'How long nobody is mailed about the same order again; what happens meanwhile stands in the next mail',
    min: 0,
    max: 86_400,
    fallback: 600,
  }),
  chromium: text({
    name: 'ILS_CHROMIUM',
    group: 'Portal',
    means:
      'The Chromium that makes PDFs; `bundle`: the one that comes along; `none`: none are made. Without it: PUPPETEER_EXECUTABLE_PATH, CHROME_PATH, one that is installed, or the one that comes along on Linux',
    example: '/usr/bin/chromium',
    fallback: null,
  }),
  openId: json<OpenIdProvider | null>({
    name: 'ILS_PORTAL_OPENID',
    group: 'Portal',
    means: 'An OpenID provider at which people may sign in, as JSON',
    example:
      '{"issuer":"https://sso.example","clientId":"portal","clientSecret":"…","name":"Chain sign-in","rolesClaim":"roles","roles":{"optician":"ecp"},"practiceClaim":"practice"}',
    fallback: null,
    secret: true,
    check: checkProvider,
  }),
} as const

export const portalSettings = { ...commonSettings, ...ownPortalSettings } as const

export type PortalSettings = ValuesOf<typeof portalSettings>

/** The audience of the portal's assertions: a LIMS. */
export const LIMS_AUDIENCE = 'ils-lims'

/** What a LIMS has to be told (`ILS_TOKEN_ISSUERS`) to take the word of a portal for who is signed in there. */
export const issuerAt = (portalUrl: string): TokenIssuer => ({
  issuer: portalUrl.replace(/\/$/, ''),
  audience: LIMS_AUDIENCE,
  rolesClaim: 'roles',
  practiceClaim: 'practice',
  roles: { ecp: 'ecp', lab: 'lab', engineer: 'engineer', manager: 'manager', admin: 'admin' },
})

function checkProvider(value: unknown): string | undefined {
  const shape = 'JSON of {issuer, clientId, clientSecret, name, rolesClaim, roles, practiceClaim?}'
  if (typeof value !== 'object' || value === null) return shape
  const { issuer, clientId, clientSecret, name, rolesClaim, roles, practiceClaim } = value as Record<string, unknown>
  const texts = [issuer, clientId, clientSecret, name, rolesClaim]
  if (!texts.every((part) => typeof part === 'string' && part !== '')) return shape
  if (!URL.canParse(String(issuer))) return 'an issuer that is a URL'
  if (typeof roles !== 'object' || roles === null || !Object.values(roles).every((r) => typeof r === 'string'))
    return shape
  return practiceClaim === undefined || typeof practiceClaim === 'string' ? undefined : shape
}
