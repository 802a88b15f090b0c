import { Type, type Static } from '@sinclair/typebox'
import { endpoint } from './endpoint.ts'
import { roleNames, scopeNames } from './roles.ts'
import { Id, Instant, Line, Nullable, Page, pageQuery, PracticeId, Words } from './shapes.ts'

const RoleWord = Words(roleNames, 'A role of the lab')
const ScopeWord = Words(scopeNames, 'A scope')

export const Holder = Type.Object(
  {
    id: Id('hld', 'The holder'),
    kind: Words(['person', 'service'], 'A named person or a named program'),
    name: Line('What people call them'),
    email: Nullable(Type.String({ description: 'Where to reach them' })),
    roles: Type.Array(RoleWord, { description: 'What they are in the lab' }),
    practice: Nullable(Type.String({ description: 'The practice they belong to; null: the lab' })),
    signIn: Nullable(
      Type.Object(
        {
          issuer: Type.String({ description: 'OIDC issuer' }),
          subject: Type.String({ description: 'Its name for the person' }),
        },
        { additionalProperties: false, description: 'The single sign-on account of this person' },
      ),
    ),
    version: Type.Integer({ minimum: 1, description: 'How many changes this holder had' }),
    disabledAt: Nullable(Instant('Since when none of their keys and tokens work')),
    createdAt: Instant('When they were added'),
  },
  { additionalProperties: false, description: 'Who holds keys: a person or a program' },
)
export type Holder = Static<typeof Holder>

export const ApiKey = Type.Object(
  {
    id: Id('key', 'The key'),
    holderId: Id('hld', 'Whose it is'),
    holderName: Type.String({ description: 'The name of whose it is' }),
    label: Type.String({ description: 'What it is for' }),
    prefix: Type.String({ description: 'How the key begins: enough to recognise it' }),
    scopes: Type.Array(ScopeWord, { description: 'What it may do, within the roles of its holder' }),
    practice: Nullable(Type.String({ description: 'The only practice it sees; null: the lab' })),
    requestsPerMinute: Type.Integer({ description: 'Its request limit' }),
    expiresAt: Nullable(Instant('From when on it does not work')),
    lastUsedAt: Nullable(Instant('When it was last used, to the minute')),
    rotatedTo: Nullable(Id('key', 'The key that replaces it')),
    revokedAt: Nullable(Instant('When it was taken away')),
    createdAt: Instant('When it was made'),
  },
  { additionalProperties: false, description: 'An API key; its secret is never stored' },
)
export type ApiKey = Static<typeof ApiKey>

export const NewKey = Type.Object(
  {
    key: ApiKey,
    secret: Nullable(
      Type.String({
        secret: true,
        description:
          'The key itself, shown this once. A repeat with the same Idempotency-Key and credentials shows it again, with others null',
      }),
    ),
  },
  { additionalProperties: false },
)
export type NewKey = Static<typeof NewKey>

const RequestsPerMinute = Type.Integer({
  minimum: 1,
  maximum: 1_000_000,
  default: 1000,
  description: 'How many requests a minute the key may make',
})
const holderParams = Type.Object({ holderId: Id('hld', 'The holder') }, { additionalProperties: false })
const keyParams = Type.Object({ keyId: Id('key', 'The key') }, { additionalProperties: false })
const Email = Nullable(Type.String({ format: 'email', maxLength: 254, description: 'Where to reach them' }))
const SignIn = Nullable(
  Type.Object(
    {
      issuer: Type.String({ format: 'uri', maxLength: 500, description: 'OIDC issuer' }),
      subject: Line('Its name for the person', 255),
    },
    { additionalProperties: false },
  ),
)

const WhoAmI = Type.Object(
  {
    kind: Words(['person', 'service'], 'A person or a program'),
    id: Type.String({ description: 'The holder' }),
    name: Type.String({ description: 'The holder’s name' }),
    roles: Type.Array(RoleWord, { description: 'Roles' }),
    scopes: Type.Array(ScopeWord, { description: 'What these credentials may do' }),
    practice: Nullable(Type.String({ description: 'The only practice they see; null: the lab' })),
    by: Words(['key', 'token'], 'How they signed in'),
    keyId: Nullable(Type.String({ description: 'The key used' })),
    requestsPerMinute: Type.Integer({ description: 'The request limit' }),
  },
  { additionalProperties: false },
)

export const whoAmI = endpoint({
  method: 'GET',
  path: '/api/access/me',
  noun: 'access',
  summary: 'Who these credentials are and what they may do',
  access: 'signed-in',
  answer: { status: 200, means: 'The holder of the credentials', body: WhoAmI },
  repeat: 'safe',
})

export const listRoles = endpoint({
  method: 'GET',
  path: '/api/access/roles',
  noun: 'access',
  summary: 'The roles of the lab and the scopes that come with them',
  access: 'signed-in',
  answer: {
    status: 200,
    means: 'All roles',
    body: Type.Object(
      {
        roles: Type.Array(
          Type.Object(
            { role: RoleWord, means: Type.String(), scopes: Type.Array(ScopeWord) },
            { additionalProperties: false },
          ),
        ),
        scopes: Type.Array(Type.Object({ scope: ScopeWord, means: Type.String() }, { additionalProperties: false })),
      },
      { additionalProperties: false },
    ),
  },
  repeat: 'safe',
  conditional: true,
})

export const setUpLab = endpoint({
  method: 'POST',
  path: '/api/access/setup',
  noun: 'access',
  summary: 'Make the first administrator of an empty LIMS',
  description:
    'Works once, with the ADMIN_SETUP_KEY the service was started with, while no administrator exists. Answers the first key.',
  access: 'anyone',
  body: Type.Object(
    {
      setupKey: Type.String({ minLength: 16, maxLength: 200, description: 'ADMIN_SETUP_KEY' }),
      name: Line('Name of the administrator'),
      email: Type.Optional(Email),
    },
    { additionalProperties: false },
  ),
  answer: { status: 201, means: 'The administrator’s first key', body: NewKey },
  refusals: ['setup_closed'],
  repeat: 'keyed',
})

export const listHolders = endpoint({
  method: 'GET',
  path: '/api/access/holders',
  noun: 'access',
  summary: 'Everybody who has access',
  access: { scope: 'access:read' },
  query: Type.Object({ ...pageQuery, practice: Type.Optional(PracticeId) }, { additionalProperties: false }),
  answer: { status: 200, means: 'Holders, oldest first', body: Page(Holder, 'Holders') },
  repeat: 'safe',
})

export const addHolder = endpoint({
  method: 'POST',
  path: '/api/access/holders',
  noun: 'access',
  summary: 'Add a person or a program',
  access: { scope: 'access:write' },
  body: Type.Object(
    {
      kind: Words(['person', 'service'], 'A named person or a named program'),
      name: Line('What people call them'),
      email: Type.Optional(Email),
      roles: Type.Array(RoleWord, { minItems: 1, uniqueItems: true, maxItems: 6, description: 'Their roles' }),
      practice: Type.Optional(Nullable(PracticeId)),
      signIn: Type.Optional(SignIn),
    },
    { additionalProperties: false },
  ),
  answer: { status: 201, means: 'The new holder', body: Holder },
  refusals: ['conflict'],
  repeat: 'keyed',
})

export const changeHolder = endpoint({
  method: 'PATCH',
  path: '/api/access/holders/:holderId',
  noun: 'access',
  summary: 'Change roles, name or sign-on of a holder, or switch them off and on',
  access: { scope: 'access:write' },
  params: holderParams,
  body: Type.Object(
    {
      version: Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'The version you saw' }),
      name: Type.Optional(Line('What people call them')),
      email: Type.Optional(Email),
      roles: Type.Optional(
        Type.Array(RoleWord, { minItems: 1, uniqueItems: true, maxItems: 6, description: 'Their roles' }),
      ),
      signIn: Type.Optional(SignIn),
      disabled: Type.Optional(Type.Boolean({ description: 'true: none of their keys and tokens work from now on' })),
    },
    { additionalProperties: false },
  ),
  answer: { status: 200, means: 'The holder as it is now', body: Holder },
  refusals: ['not_found', 'conflict', 'last_admin'],
  repeat: 'natural',
})

export const listKeys = endpoint({
  method: 'GET',
  path: '/api/access/keys',
  noun: 'access',
  summary: 'All API keys, without their secrets',
  access: { scope: 'access:read' },
  query: Type.Object(
    { ...pageQuery, holderId: Type.Optional(Id('hld', 'Only keys of this holder')) },
    { additionalProperties: false },
  ),
  answer: { status: 200, means: 'Keys, oldest first', body: Page(ApiKey, 'Keys') },
  repeat: 'safe',
})

export const getKey = endpoint({
  method: 'GET',
  path: '/api/access/keys/:keyId',
  noun: 'access',
  summary: 'One API key, without its secret',
  access: { scope: 'access:read' },
  params: keyParams,
  answer: { status: 200, means: 'The key', body: ApiKey },
  refusals: ['not_found'],
  repeat: 'safe',
  conditional: true,
})

export const makeKey = endpoint({
  method: 'POST',
  path: '/api/access/keys',
  noun: 'access',
  summary: 'Make an API key for a holder',
  access: { scope: 'access:write' },
  body: Type.Object(
    {
      holderId: Id('hld', 'Whose it will be'),
      label: Line('What it is for', 80),
      scopes: Type.Optional(
        Type.Array(ScopeWord, {
          minItems: 1,
          uniqueItems: true,
          maxItems: 100,
          description: 'Default: all that the roles allow',
        }),
      ),
      practice: Type.Optional(Nullable(PracticeId)),
      requestsPerMinute: Type.Optional(RequestsPerMinute),
      expiresAt: Type.Optional(Nullable(Instant('From when on it does not work; default: never'))),
    },
    { additionalProperties: false },
  ),
  answer: { status: 201, means: 'The key and, this once, its secret', body: NewKey },
  refusals: ['not_found'],
  repeat: 'keyed',
})

export const rotateKey = endpoint({
  method: 'POST',
  path: '/api/access/keys/:keyId/rotate',
  noun: 'access',
  summary: 'Replace a key by a new one; the old one works on for a while',
  access: { scope: 'access:write' },
  params: keyParams,
  body: Type.Object(
    {
      overlapMinutes: Type.Integer({
        minimum: 0,
        maximum: 43_200,
        default: 1440,
        description: 'How long the old key works on; default a day, at most 30 days',
      }),
    },
    { additionalProperties: false },
  ),
  answer: { status: 201, means: 'The new key and, this once, its secret', body: NewKey },
  refusals: ['not_found', 'key_not_usable'],
  repeat: 'keyed',
})

export const revokeKey = endpoint({
  method: 'DELETE',
  path: '/api/access/keys/:keyId',
  noun: 'access',
  summary: 'Take a key away, at once',
  access: { scope: 'access:write' },
  params: keyParams,
  answer: { status: 200, means: 'The key as it is now', body: ApiKey },
  refusals: ['not_found', 'last_admin'],
  repeat: 'natural',
})
