/** What a credential can be allowed to do. A scope is a noun of the lab and `read` or `write`. */
export const scopes = {
  'access:read': 'See who has access: holders, keys, roles',
  'access:write': 'Give and take away access',
  'audit:read': 'Read and verify the audit trail',
  'events:read': 'Read the event log',
  'rules:read': 'See the catalogue and the rules for ordering, and have orders judged',
  'releases:read': 'See drafts and releases whole, judgements, and what rules did',
  'releases:write': 'Write drafts, preview their impact, submit them for review',
  'approvals:write': 'Approve or decline what somebody else wrote, and take note of its impact',
  'activations:write': 'Publish, schedule and roll back',
  'jobs:read': 'See jobs, where they are and what happened to them',
  'jobs:write': 'Order: make, amend and cancel jobs',
  'floor:read': 'See queues, trays, batches and stations of the floor',
  'floor:write': 'Work on the floor: scan, hold, break, inspect, ship',
  'stock:read': 'See blanks and what is there of them',
  'stock:write': 'Receive, count and correct blanks',
  'recalls:write': 'Hold or judge anew the jobs that a release decided',
  'imports:write': 'Bring jobs and their past from another system',
  'devices:read': 'See lines to machines, traces and what was said',
  'devices:write': 'Set up lines to machines',
  'webhooks:read': 'See who is told of events, and what was sent to them',
  'webhooks:write': 'Be told of events: register, change, pause and remove endpoints, send again',
} as const satisfies Record<string, string>

export type Scope = keyof typeof scopes

/** Who people and programs are in the lab, and the scopes that come with it. */
export const roles = {
  engineer: {
    means: 'Principal Engineer: writes, tests, publishes and rolls back rules',
    scopes: [
      'events:read',
      'rules:read',
      'releases:read',
      'releases:write',
      'approvals:write',
      'activations:write',
      'jobs:read',
      'floor:read',
      'stock:read',
      'recalls:write',
      'devices:read',
      'devices:write',
      'webhooks:read',
    ],
  },
  lab: {
    means: 'Lab operator: works from the floor screens',
    scopes: [
      'rules:read',
      'jobs:read',
      'jobs:write',
      'floor:read',
      'floor:write',
      'stock:read',
      'stock:write',
      'devices:read',
    ],
  },
  manager: {
    means: 'Lab manager: sees the whole floor, approves and publishes what an engineer wrote',
    scopes: [
      'events:read',
      'access:read',
      'audit:read',
      'rules:read',
      'releases:read',
      'approvals:write',
      'activations:write',
      'jobs:read',
      'jobs:write',
      'floor:read',
      'floor:write',
      'stock:read',
      'stock:write',
      'recalls:write',
      'devices:read',
      'devices:write',
      'webhooks:read',
    ],
  },
  admin: {
    means: 'Administrator: users, keys, webhooks, audit; may give every right, so has every one',
    scopes: [
      'access:read',
      'access:write',
      'audit:read',
      'events:read',
      'rules:read',
      'releases:read',
      'releases:write',
      'approvals:write',
      'activations:write',
      'jobs:read',
      'jobs:write',
      'floor:read',
      'floor:write',
      'stock:read',
      'stock:write',
      'recalls:write',
      'imports:write',
      'devices:read',
      'devices:write',
      'webhooks:read',
      'webhooks:write',
    ],
  },
  ecp: {
    means: 'Eye-care professional: orders for one practice',
    scopes: ['events:read', 'rules:read', 'jobs:read', 'jobs:write', 'webhooks:read', 'webhooks:write'],
  },
  service: {
    means: 'A program: a portal, a machine gateway, an integration',
    scopes: [
      'events:read',
      'rules:read',
      'jobs:read',
      'jobs:write',
      'floor:read',
      'floor:write',
      'stock:read',
      'devices:read',
      'webhooks:read',
      'webhooks:write',
    ],
  },
} as const satisfies Record<string, { means: string; scopes: readonly Scope[] }>

export type Role = keyof typeof roles

/** All roles that carry a scope, in the order of the table. */
export function rolesWith(scope: Scope): Role[] {
  return roleNames.filter((role) => (roles[role].scopes as readonly Scope[]).includes(scope))
}

/** All scopes that a set of roles carries. */
export function scopesOf(held: readonly Role[]): Scope[] {
  return scopeNames.filter((scope) => held.some((role) => (roles[role].scopes as readonly Scope[]).includes(scope)))
}

// Object.keys loses the literal keys; both tables are closed, so the cast is exact.
export const roleNames = Object.keys(roles) as Role[]
export const scopeNames = Object.keys(scopes) as Scope[]
