import { Type, type Static } from '@sinclair/typebox'
import { Id, Instant, Line, Nullable, Page, pageQuery, PracticeId, Words } from '@ils/contract/shapes'
import { endpoint } from './declare.ts'
import { closed, Email, languages, nothing, RoleWord } from './shapes.ts'

const Account = Type.Object(
  {
    id: Id('acc', 'The account'),
    name: Type.String({ description: 'The name of the person' }),
    email: Type.String({ description: 'Their address' }),
    roles: Type.Array(RoleWord, { description: 'What they are' }),
    practice: Nullable(Type.String({ description: 'Their practice; null: the lab' })),
    leads: Type.Boolean({ description: 'Whether they lead their practice' }),
    language: Words(languages, 'Of screens and mails'),
    state: Words(['invited', 'active', 'disabled'], 'Whether they can sign in'),
    twoStep: Type.Boolean({ description: 'Whether a code is asked for after the password' }),
    lastSignInAt: Nullable(Instant('When they last signed in')),
    createdAt: Instant('When they were invited'),
    version: Type.Integer({ minimum: 1, description: 'How many changes this account had' }),
  },
  closed,
)
export type Account = Static<typeof Account>

const accountParams = Type.Object({ accountId: Id('acc', 'The account') }, closed)

export const listAccounts = endpoint({
  method: 'GET',
  path: '/api/accounts',
  noun: 'accounts',
  summary: 'Who has access: of the whole portal, or of a practice',
  access: { scope: 'practice:read' },
  query: Type.Object(
    {
      ...pageQuery,
      practice: Type.Optional(PracticeId),
      ofLab: Type.Optional(Type.Boolean({ description: 'Only people of the lab, who belong to no practice' })),
    },
    closed,
  ),
  answer: { status: 200, means: 'By id', body: Page(Account, 'Accounts') },
  refusals: ['not_allowed'],
  repeat: 'safe',
})

export const inviteAccount = endpoint({
  method: 'POST',
  path: '/api/accounts',
  noun: 'accounts',
  summary: 'Invite somebody: they get a mail and choose a password',
  access: { scope: 'staff:write' },
  body: Type.Object(
    {
      name: Line('What people call them', 120),
      email: Email,
      roles: Type.Array(RoleWord, { minItems: 1, maxItems: 6, uniqueItems: true, description: 'What they are' }),
      practice: Nullable(PracticeId),
      leads: Type.Boolean({ default: false, description: 'Whether they lead their practice' }),
      language: Type.Optional(Words(languages, 'Of screens and mails')),
    },
    closed,
  ),
  answer: { status: 201, means: 'Invited', body: Account },
  refusals: ['not_allowed', 'conflict', 'not_found'],
  repeat: 'keyed',
})

export const inviteAgain = endpoint({
  method: 'POST',
  path: '/api/accounts/:accountId/invite',
  noun: 'accounts',
  summary: 'Send the invitation again; the link before ends',
  access: { scope: 'staff:write' },
  params: accountParams,
  answer: nothing('On its way'),
  refusals: ['not_allowed', 'not_found', 'already_so'],
  repeat: 'natural',
})

export const changeAccount = endpoint({
  method: 'PATCH',
  path: '/api/accounts/:accountId',
  noun: 'accounts',
  summary: 'Change what somebody may do, or switch them off; it acts at once',
  access: { scope: 'staff:write' },
  params: accountParams,
  body: Type.Object(
    {
      version: Type.Integer({ minimum: 1, description: 'The version that was seen' }),
      name: Type.Optional(Line('The name', 120)),
      roles: Type.Optional(Type.Array(RoleWord, { minItems: 1, maxItems: 6, uniqueItems: true })),
      leads: Type.Optional(Type.Boolean({ description: 'Whether they lead their practice' })),
      disabled: Type.Optional(Type.Boolean({ description: 'Whether they are switched off' })),
    },
    closed,
  ),
  answer: { status: 200, means: 'As it is now', body: Account },
  refusals: ['not_allowed', 'not_found', 'conflict', 'last_admin'],
  repeat: 'natural',
})

export const signOutAccount = endpoint({
  method: 'POST',
  path: '/api/accounts/:accountId/sign-out',
  noun: 'accounts',
  summary: 'End all sign-ins of somebody',
  access: { scope: 'staff:write' },
  params: accountParams,
  answer: nothing('Ended'),
  refusals: ['not_allowed', 'not_found'],
  repeat: 'natural',
})

/** What a mail is about: access to an account, or an order. */
export const mailKinds = ['access', 'order'] as const
export type MailKind = (typeof mailKinds)[number]

const Mail = Type.Object(
  {
    id: Id('eml', 'The mail'),
    kind: Words(mailKinds, 'access: it may open an account; order: it tells of an order'),
    to: Type.String({ description: 'To whom' }),
    state: Words(
      ['kept', 'waiting', 'sent', 'given_up'],
      'kept: there is no mail server; waiting: it is tried until it is taken; given_up: the mail server refuses it',
    ),
    tries: Type.Integer({ description: 'How often the mail server was asked' }),
    trouble: Nullable(Type.String({ description: 'What it answered last, where it did not take it' })),
    subject: Nullable(Type.String({ description: 'Its subject; null where a mail server sends it' })),
    text: Nullable(Type.String({ description: 'What it says; null where a mail server sends it' })),
    hasHtml: Type.Boolean({ description: 'Whether it can be read as a page too' }),
    writtenAt: Instant('When it was written'),
    sentAt: Nullable(Instant('When a mail server took it; null: not yet, or there is none')),
  },
  closed,
)
export type Mail = Static<typeof Mail>

export const listMails = endpoint({
  method: 'GET',
  path: '/api/outbox',
  noun: 'accounts',
  summary: 'Mails that the portal wrote; the newest first',
  description:
    'What they say is shown only on a portal without a mail server. Mails about access are shown to administrators only.',
  access: { scope: 'outbox:read' },
  query: Type.Object(pageQuery, closed),
  answer: { status: 200, means: 'The newest first', body: Page(Mail, 'Mails') },
  repeat: 'safe',
})

export const showMailPage = endpoint({
  method: 'GET',
  path: '/api/outbox/:mailId/page',
  noun: 'accounts',
  summary: 'A mail as whoever gets it sees it, on a portal without a mail server',
  access: { scope: 'outbox:read' },
  params: Type.Object({ mailId: Id('eml', 'The mail') }, closed),
  answer: { status: 200, means: 'A page without script', type: 'text/html' },
  refusals: ['not_found'],
  repeat: 'safe',
})
