/** Tables of access. Released migrations hold this text: it never changes, what comes later is a new one. */
export const accessTables = `
create table holders (
  id text primary key,
  kind text not null check (kind in ('person', 'service')),
  name text not null,
  email text,
  roles text[] not null,
  practice text,
  issuer text,
  subject text,
  version integer not null default 1,
  disabled_at timestamptz,
  created_at timestamptz not null,
  unique (issuer, subject),
  check ((issuer is null) = (subject is null))
);

create table api_keys (
  id text primary key,
  holder_id text not null references holders (id),
  label text not null,
  prefix text not null,
  hash text not null unique,
  -- null: all that the roles of the holder allow, now and later.
  scopes text[],
  practice text,
  requests_per_minute integer not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  rotated_to text references api_keys (id),
  revoked_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null
);
create index api_keys_of_holder on api_keys (holder_id, id);
`

export const accessGrants = {
  holders: 'select, insert, update',
  api_keys: 'select, insert, update',
}
