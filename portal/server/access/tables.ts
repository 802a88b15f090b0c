/** Tables of access. Released migrations hold this text: it never changes, what comes later is a new one. */
export const accessTables = `
create table accounts (
  id text primary key,
  name text not null,
  -- As it is written; found by lower(email).
  email text not null,
  roles text[] not null,
  practice text,
  leads boolean not null default false,
  language text not null default 'en',
  -- argon2id, with its parameters; null: invited and not here yet, or signs in at a provider.
  password text,
  password_at timestamptz,
  -- Sealed with the account's id as its purpose.
  two_step_secret text,
  two_step_since timestamptz,
  -- The 30-second step of the last code that was taken: a code works once.
  two_step_used bigint,
  -- SHA-256 of those that are unused.
  recovery_codes text[] not null default '{}',
  issuer text,
  subject text,
  last_sign_in_at timestamptz,
  disabled_at timestamptz,
  -- Their practice was closed: nobody of it comes in.
  practice_closed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  unique (issuer, subject),
  check ((issuer is null) = (subject is null)),
  check (('ecp' = any(roles)) = (practice is not null))
);
create unique index accounts_email on accounts (lower(email));
create index accounts_of_practice on accounts (practice, id);

create table sign_ins (
  id text primary key,
  account_id text not null references accounts (id),
  -- SHA-256 of the cookie.
  hash text not null unique,
  -- The one before, for the calls that were on their way when it was replaced.
  last_hash text unique,
  last_until timestamptz,
  state text not null check (state in ('code', 'open', 'ended')),
  device text not null,
  address text not null,
  started_at timestamptz not null,
  rotated_at timestamptz not null,
  used_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz
);
create index sign_ins_of_account on sign_ins (account_id, id) where state <> 'ended';
create index sign_ins_ended on sign_ins (ends_at);

-- Wrong tries, by account and by address.
create table lock_outs (
  name text primary key,
  wrong integer not null,
  last_at timestamptz not null,
  locked_until timestamptz
);

-- Links of mails. Only the SHA-256 of what they carry is kept.
create table links (
  hash text primary key,
  kind text not null check (kind in ('reset', 'invitation')),
  account_id text not null references accounts (id),
  ends_at timestamptz not null,
  used_at timestamptz
);
create index links_of_account on links (account_id, kind) where used_at is null;
create index links_end on links (ends_at);

-- Mails wait here until a server takes them. Their text is sealed: links in it open doors.
create table mails (
  id text primary key,
  recipient text not null,
  sealed text not null,
  written_at timestamptz not null,
  sent_at timestamptz
);
create index mails_newest on mails (id desc);

-- Sign-ins under way at an OpenID provider.
create table open_id_flows (
  hash text primary key,
  sealed text not null,
  ends_at timestamptz not null
);

-- What signs the assertions for the LIMS.
create table signing_keys (
  id text primary key,
  public_key jsonb not null,
  sealed text not null,
  created_at timestamptz not null,
  retired_at timestamptz
);
`

/** What the outbox tells of a mail beside its text. */
export const outboxTables = `
-- access: it may open an account; order: it tells of one.
alter table mails add column kind text not null default 'access';
alter table mails add column tries integer not null default 0;
-- What the mail server answered last.
alter table mails add column trouble text;
-- It is not tried any more.
alter table mails add column given_up_at timestamptz;
`

export const accessGrants = {
  accounts: 'select, insert, update',
  sign_ins: 'select, insert, update, delete',
  lock_outs: 'select, insert, update, delete',
  links: 'select, insert, update, delete',
  mails: 'select, insert, update, delete',
  open_id_flows: 'select, insert, delete',
  signing_keys: 'select, insert, update',
}

/** What people have read. */
export const readTables = `
create table account_reads (
  account_id text not null references accounts (id),
  what text not null,
  up_to text not null,
  at timestamptz not null,
  primary key (account_id, what)
);
`

export const readGrants = { account_reads: 'select, insert, update' }
