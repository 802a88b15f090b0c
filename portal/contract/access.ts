import { Type, type Static } from '@sinclair/typebox'
import { Id, Instant, Line, Nullable, Words } from '@ils/contract/shapes'
import { endpoint } from './declare.ts'
import { scopes } from './roles.ts'
import { closed, Code, Email, languages, LinkToken, NewPassword, nothing, Password, RoleWord } from './shapes.ts'

// Object.keys loses the literal keys of a closed table.
const scopeNames = Object.keys(scopes) as (keyof typeof scopes)[]

export const Me = Type.Object(
  {
    accountId: Id('acc', 'The account'),
    name: Type.String({ description: 'The name of the person' }),
    email: Type.String({ description: 'Their address' }),
    roles: Type.Array(RoleWord, { description: 'What they are' }),
    scopes: Type.Array(Words(scopeNames, 'A scope'), { description: 'What they may do' }),
    practice: Nullable(Type.String({ description: 'The only practice they see; null: they are of the lab' })),
    leads: Type.Boolean({ description: 'Whether they lead their practice' }),
    language: Words(languages, 'The language of their screens and mails'),
    twoStep: Type.Boolean({ description: 'Whether a code is asked for after the password' }),
    recoveryCodesLeft: Type.Integer({ description: 'How many recovery codes are unused' }),
    signInId: Id('sgn', 'This sign-in'),
    signInEndsAt: Instant('When this sign-in ends at the latest'),
    idleMinutes: Type.Integer({ description: 'How long it lasts without a call' }),
  },
  closed,
)
export type Me = Static<typeof Me>

const SignedIn = Type.Object(
  {
    next: Words(['done', 'code'], '`code`: POST the six digits to /api/sign-in/code'),
    me: Nullable(Me),
  },
  closed,
)

export const signIn = endpoint({
  method: 'POST',
  path: '/api/sign-in',
  noun: 'access',
  summary: 'Sign in with address and password',
  description: 'The answer sets a cookie. Every call but GET carries the header `x-ils-portal: 1`.',
  access: 'anyone',
  body: Type.Object({ email: Email, password: Password }, closed),
  answer: { status: 200, means: 'Signed in, or a code is asked for', body: SignedIn },
  refusals: ['wrong_sign_in', 'locked_out', 'cross_site'],
  repeat: 'natural',
})

export const signInCode = endpoint({
  method: 'POST',
  path: '/api/sign-in/code',
  noun: 'access',
  summary: 'The second step: a code of the authenticator, or a recovery code',
  access: 'anyone',
  body: Type.Object({ code: Code }, closed),
  answer: { status: 200, means: 'Signed in', body: SignedIn },
  refusals: ['not_signed_in', 'wrong_code', 'locked_out', 'cross_site'],
  repeat: 'natural',
})

export const startOpenId = endpoint({
  method: 'POST',
  path: '/api/sign-in/openid',
  noun: 'access',
  summary: 'Begin to sign in at the OpenID provider',
  access: 'anyone',
  answer: {
    status: 200,
    means: 'Where to send the browser',
    body: Type.Object({ url: Type.String({ description: 'Of the provider' }) }, closed),
  },
  refusals: ['not_found', 'not_ready', 'cross_site'],
  repeat: 'natural',
})

export const finishOpenId = endpoint({
  method: 'POST',
  path: '/api/sign-in/openid/finish',
  noun: 'access',
  summary: 'Sign in with what the provider sent the browser back with',
  access: 'anyone',
  body: Type.Object(
    { query: Type.String({ maxLength: 4000, secret: true, description: 'All after the ? of /sign-in/openid' }) },
    closed,
  ),
  answer: { status: 200, means: 'Signed in', body: SignedIn },
  refusals: ['wrong_sign_in', 'link_over', 'not_ready', 'cross_site'],
  repeat: 'natural',
})

export const waysToSignIn = endpoint({
  method: 'GET',
  path: '/api/sign-in/ways',
  noun: 'access',
  summary: 'How one can sign in here',
  access: 'anyone',
  answer: {
    status: 200,
    means: 'The ways',
    body: Type.Object(
      { openId: Nullable(Type.Object({ name: Type.String({ description: 'What to write on the button' }) }, closed)) },
      closed,
    ),
  },
  repeat: 'safe',
})

export const signOut = endpoint({
  method: 'POST',
  path: '/api/sign-out',
  noun: 'access',
  summary: 'End this sign-in, or all of mine',
  access: 'signed-in',
  body: Type.Object({ everywhere: Type.Boolean({ default: false, description: 'Also on all other devices' }) }, closed),
  answer: nothing('Ended'),
  repeat: 'natural',
})

export const getMe = endpoint({
  method: 'GET',
  path: '/api/me',
  noun: 'access',
  summary: 'Who is signed in, and what they may do',
  access: 'signed-in',
  answer: { status: 200, means: 'The person', body: Me },
  repeat: 'safe',
})

export const changeMe = endpoint({
  method: 'PATCH',
  path: '/api/me',
  noun: 'access',
  summary: 'Change my name or language',
  access: 'signed-in',
  body: Type.Object(
    { name: Type.Optional(Line('The name', 120)), language: Type.Optional(Words(languages, 'Of screens and mails')) },
    closed,
  ),
  answer: { status: 200, means: 'As it is now', body: Me },
  repeat: 'natural',
})

const SignIn = Type.Object(
  {
    id: Id('sgn', 'The sign-in'),
    current: Type.Boolean({ description: 'Whether it is this one' }),
    device: Type.String({ description: 'What the browser says it is' }),
    startedAt: Instant('When it began'),
    lastUsedAt: Instant('When it was last used, to some minutes'),
  },
  closed,
)

export const listSignIns = endpoint({
  method: 'GET',
  path: '/api/me/sign-ins',
  noun: 'access',
  summary: 'Where I am signed in',
  access: 'signed-in',
  answer: { status: 200, means: 'The newest first', body: Type.Object({ items: Type.Array(SignIn) }, closed) },
  repeat: 'safe',
})

export const endSignIn = endpoint({
  method: 'POST',
  path: '/api/me/sign-ins/:signInId/end',
  noun: 'access',
  summary: 'End one of my sign-ins',
  access: 'signed-in',
  params: Type.Object({ signInId: Id('sgn', 'The sign-in') }, closed),
  answer: nothing('Ended'),
  refusals: ['not_found'],
  repeat: 'natural',
})

export const changePassword = endpoint({
  method: 'POST',
  path: '/api/me/password',
  noun: 'access',
  summary: 'Change my password; all other sign-ins of mine end',
  access: 'signed-in',
  body: Type.Object({ current: Password, next: NewPassword }, closed),
  answer: nothing('Changed'),
  refusals: ['wrong_sign_in', 'weak_password', 'locked_out'],
  repeat: 'natural',
})

export const askReset = endpoint({
  method: 'POST',
  path: '/api/password-reset',
  noun: 'access',
  summary: 'Have a link mailed to set a new password',
  description: 'The answer is the same whether the address is known or not.',
  access: 'anyone',
  body: Type.Object({ email: Email }, closed),
  answer: nothing('If the address is known, a mail is on its way'),
  refusals: ['locked_out', 'cross_site'],
  repeat: 'natural',
})

export const finishReset = endpoint({
  method: 'POST',
  path: '/api/password-reset/finish',
  noun: 'access',
  summary: 'Set a new password by the link of a mail; all sign-ins end',
  access: 'anyone',
  body: Type.Object({ token: LinkToken, password: NewPassword }, closed),
  answer: nothing('Set: sign in with it'),
  refusals: ['link_over', 'weak_password', 'locked_out', 'cross_site'],
  repeat: 'natural',
})

export const acceptInvitation = endpoint({
  method: 'POST',
  path: '/api/invitations/accept',
  noun: 'access',
  summary: 'Take up an invitation: choose a password',
  access: 'anyone',
  body: Type.Object({ token: LinkToken, password: NewPassword }, closed),
  answer: {
    status: 200,
    means: 'The account works: sign in',
    body: Type.Object({ email: Type.String({ description: 'What to sign in with' }) }, closed),
  },
  refusals: ['link_over', 'weak_password', 'locked_out', 'cross_site'],
  repeat: 'natural',
})

export const setUpPortal = endpoint({
  method: 'POST',
  path: '/api/access/setup',
  noun: 'access',
  summary: 'Make the first administrator of an empty portal; once',
  access: 'anyone',
  body: Type.Object(
    {
      setupKey: Type.String({ minLength: 1, maxLength: 200, secret: true, description: 'ADMIN_SETUP_KEY' }),
      name: Line('What people call them', 120),
      email: Email,
      password: NewPassword,
    },
    closed,
  ),
  answer: nothing('Made: sign in'),
  refusals: ['setup_closed', 'not_signed_in', 'weak_password', 'cross_site'],
  repeat: 'natural',
})
