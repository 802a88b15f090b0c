/** Tables of the idempotency keys. Released migrations hold this text: it never changes, what comes later is a new one. */
export const idempotencyTables = `
create table idempotency_keys (
  scope text not null,
  key text not null,
  body_hash text not null,
  status integer not null,
  headers jsonb not null,
  answer text,
  sealed text,
  at timestamptz not null default now(),
  primary key (scope, key)
);
create index idempotency_keys_at on idempotency_keys (at);
`

export const idempotencyGrants = { idempotency_keys: 'select, insert, delete' }
