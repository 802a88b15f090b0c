import { Type, type Static } from '@sinclair/typebox'
import { Id, Instant, Line, Nullable, Page, pageQuery, PracticeId, Words } from '@ils/contract/shapes'
import { endpoint } from './declare.ts'
import { closed, Email, LanguageWord } from './shapes.ts'

const Address = Type.Object(
  {
    street: Line('Street and number', 200),
    city: Line('City', 120),
    postcode: Line('Postal code', 20),
    country: Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1, two letters' }),
  },
  closed,
)

const Preferences = Type.Object(
  {
    cylinder: Words(['minus', 'plus'], 'How cylinders are written in this practice'),
    priceShown: Words(['pair', 'lens', 'none'], 'What prices are shown for'),
    language: LanguageWord,
  },
  closed,
)
export type Preferences = Static<typeof Preferences>

const profile = {
  name: Line('What the practice calls itself', 200),
  phone: Nullable(Line('Phone', 40)),
  email: Nullable(Email),
  address: Nullable(Address),
  licence: Nullable(
    Type.Object(
      {
        number: Line('Number of the licence', 80),
        issuedBy: Line('Who issued it', 200),
        validUntil: Nullable(Type.String({ format: 'date', description: 'The last day on which it holds' })),
      },
      { ...closed, description: 'What allows this practice to order' },
    ),
  ),
  preferences: Preferences,
}

const Practice = Type.Object(
  {
    id: PracticeId,
    ...profile,
    terms: Nullable(
      Type.Object(
        {
          version: Type.String({ description: 'The version of the terms that was accepted' }),
          at: Instant('When'),
          by: Type.String({ description: 'The name of who did' }),
        },
        { ...closed, description: 'The terms that were accepted last' },
      ),
    ),
    termsVersion: Type.String({ description: 'The version of the terms that are in force' }),
    closedAt: Nullable(Instant('Since when nobody of it can sign in')),
    version: Type.Integer({ minimum: 1, description: 'How many changes this practice had' }),
    createdAt: Instant('When it was added'),
  },
  closed,
)
export type Practice = Static<typeof Practice>

const practiceParams = Type.Object({ practiceId: PracticeId }, closed)

export const listPractices = endpoint({
  method: 'GET',
  path: '/api/practices',
  noun: 'practices',
  summary: 'The practices: all for the lab, their own for its people',
  access: { scope: 'practice:read' },
  query: Type.Object(pageQuery, closed),
  answer: { status: 200, means: 'By id', body: Page(Practice, 'Practices') },
  repeat: 'safe',
})

export const addPractice = endpoint({
  method: 'POST',
  path: '/api/practices',
  noun: 'practices',
  summary: 'Add a practice',
  access: { scope: 'practices:write' },
  body: Type.Object(
    { id: PracticeId, name: profile.name, preferences: Type.Optional(Type.Partial(Preferences, closed)) },
    closed,
  ),
  answer: { status: 201, means: 'Added', body: Practice },
  refusals: ['conflict'],
  repeat: 'keyed',
})

export const getPractice = endpoint({
  method: 'GET',
  path: '/api/practices/:practiceId',
  noun: 'practices',
  summary: 'One practice',
  access: { scope: 'practice:read' },
  params: practiceParams,
  answer: { status: 200, means: 'The practice', body: Practice },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const changePractice = endpoint({
  method: 'PATCH',
  path: '/api/practices/:practiceId',
  noun: 'practices',
  summary: 'Change profile, licence or preferences; the lab may also close it',
  access: { scope: 'practice:write' },
  params: practiceParams,
  body: Type.Object(
    {
      version: Type.Integer({ minimum: 1, description: 'The version that was seen' }),
      name: Type.Optional(profile.name),
      phone: Type.Optional(profile.phone),
      email: Type.Optional(profile.email),
      address: Type.Optional(profile.address),
      licence: Type.Optional(profile.licence),
      preferences: Type.Optional(Type.Partial(Preferences, closed)),
      closed: Type.Optional(Type.Boolean({ description: 'Needs practices:write' })),
    },
    closed,
  ),
  answer: { status: 200, means: 'As it is now', body: Practice },
  refusals: ['not_found', 'not_allowed', 'conflict'],
  repeat: 'natural',
})

export const acceptTerms = endpoint({
  method: 'POST',
  path: '/api/practices/:practiceId/terms',
  noun: 'practices',
  summary: 'Accept the terms for this practice',
  access: { scope: 'practice:write' },
  params: practiceParams,
  body: Type.Object({ version: Line('The version that was read', 40) }, closed),
  answer: { status: 200, means: 'Accepted', body: Practice },
  refusals: ['not_found', 'not_allowed', 'conflict'],
  repeat: 'natural',
})

const branch = { name: Line('What it is called', 120), phone: Nullable(Line('Phone', 40)), address: Nullable(Address) }

const Branch = Type.Object(
  {
    id: Id('brn', 'The branch'),
    practice: PracticeId,
    ...branch,
    closedAt: Nullable(Instant('Since when nothing is ordered for it')),
    version: Type.Integer({ minimum: 1, description: 'How many changes this branch had' }),
  },
  closed,
)
export type Branch = Static<typeof Branch>

export const listBranches = endpoint({
  method: 'GET',
  path: '/api/practices/:practiceId/branches',
  noun: 'practices',
  summary: 'Where a practice works, and where lenses are sent to',
  access: { scope: 'practice:read' },
  params: practiceParams,
  answer: { status: 200, means: 'By name', body: Type.Object({ items: Type.Array(Branch) }, closed) },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const addBranch = endpoint({
  method: 'POST',
  path: '/api/practices/:practiceId/branches',
  noun: 'practices',
  summary: 'Add a branch',
  access: { scope: 'practice:write' },
  params: practiceParams,
  body: Type.Object(branch, closed),
  answer: { status: 201, means: 'Added', body: Branch },
  refusals: ['not_found', 'not_allowed'],
  repeat: 'keyed',
})

export const changeBranch = endpoint({
  method: 'PATCH',
  path: '/api/practices/:practiceId/branches/:branchId',
  noun: 'practices',
  summary: 'Change or close a branch',
  access: { scope: 'practice:write' },
  params: Type.Object({ practiceId: PracticeId, branchId: Id('brn', 'The branch') }, closed),
  body: Type.Object(
    {
      version: Type.Integer({ minimum: 1, description: 'The version that was seen' }),
      ...Type.Partial(Type.Object(branch)).properties,
      closed: Type.Optional(Type.Boolean({ description: 'Nothing is ordered for it any more' })),
    },
    closed,
  ),
  answer: { status: 200, means: 'As it is now', body: Branch },
  refusals: ['not_found', 'not_allowed', 'conflict'],
  repeat: 'natural',
})
