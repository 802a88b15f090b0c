/** What somebody who is signed in to the portal can be allowed to do: a noun of the portal and `read` or `write`. */
export const scopes = {
  'catalogue:read': 'See what can be ordered, and the rules for ordering it',
  'orders:read': 'See orders and where they are',
  'orders:write': 'Order: keep drafts, submit, cancel, have made again',
  'patients:read': 'See patients and their prescriptions',
  'patients:write': 'Add and change patients, and have them erased',
  'practice:read': 'See a practice: its profile, branches and staff',
  'practice:write': 'Change a practice: its profile, branches, preferences, and accept terms for it',
  'staff:write': 'Invite the staff of a practice, change what they may do, switch them off',
  'practices:write': 'Add practices and close them',
  'accounts:read': 'See who has access to the portal',
  'accounts:write': 'Give and take away access to the portal, of the lab and of every practice',
  'outbox:read': 'See the mails that the portal sends; those about access need accounts:write as well',
} as const satisfies Record<string, string>

export type Scope = keyof typeof scopes

/** Who people are in the portal, and the scopes that come with it. Patients belong to the practice: nobody of the lab sees them. */
export const roles = {
  ecp: {
    means: 'Eye-care professional: orders for one practice',
    scopes: ['catalogue:read', 'orders:read', 'orders:write', 'patients:read', 'patients:write', 'practice:read'],
  },
  lab: { means: 'Lab operator: sees orders', scopes: ['catalogue:read', 'orders:read', 'practice:read'] },
  engineer: { means: 'Principal Engineer: writes rules', scopes: ['catalogue:read', 'orders:read'] },
  supplier: { means: 'Supplier: sees what is ordered of the lab', scopes: ['catalogue:read'] },
  manager: {
    means: 'Lab manager: looks after practices and their access',
    scopes: [
      'catalogue:read',
      'orders:read',
      'practice:read',
      'practice:write',
      'staff:write',
      'practices:write',
      'accounts:read',
      'outbox:read',
    ],
  },
  admin: {
    means: 'Administrator: access to the portal, and its mails',
    scopes: [
      'catalogue:read',
      'orders:read',
      'practice:read',
      'practice:write',
      'staff:write',
      'practices:write',
      'accounts:read',
      'accounts:write',
      'outbox:read',
    ],
  },
} as const satisfies Record<string, { means: string; scopes: readonly Scope[] }>

export type Role = keyof typeof roles

/** What comes on top for whoever leads a practice: its owner, or whom the owner trusts with it. */
const leadScopes = ['practice:write', 'staff:write'] as const satisfies readonly Scope[]

// Object.keys loses the literal keys; both tables are closed, so the casts are exact.
export const roleNames = Object.keys(roles) as Role[]
const scopeNames = Object.keys(scopes) as Scope[]

/** All scopes that somebody has, in the order of the table. */
export function scopesOf(held: readonly Role[], leads: boolean): Scope[] {
  const given: readonly (readonly Scope[])[] = [...held.map((role) => roles[role].scopes), leads ? leadScopes : []]
  return scopeNames.filter((scope) => given.some((some) => some.includes(scope)))
}
