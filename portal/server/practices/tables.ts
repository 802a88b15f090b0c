/** Tables of practices. Released migrations hold this text: it never changes, what comes later is a new one. */
export const practiceTables = `
create table practices (
  id text primary key,
  name text not null,
  phone text,
  email text,
  address jsonb,
  licence jsonb,
  preferences jsonb not null,
  closed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null
);

create table branches (
  id text primary key,
  practice text not null references practices (id),
  name text not null,
  phone text,
  address jsonb,
  closed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null
);
create index branches_of_practice on branches (practice, name);

-- Every acceptance is kept: who, which text, when.
create table terms_accepted (
  id text primary key,
  practice text not null references practices (id),
  terms_version text not null,
  account_id text not null,
  account_name text not null,
  at timestamptz not null
);
create index terms_of_practice on terms_accepted (practice, at desc);
`

export const practiceGrants = {
  practices: 'select, insert, update',
  branches: 'select, insert, update',
  terms_accepted: 'select, insert',
}

/** Suppliers of frames, and which one an order’s frame comes from. */
export const supplierTables = `
create table frame_suppliers (
  id text primary key,
  practice text not null references practices (id),
  name text not null,
  contact text,
  account_number text,
  closed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null
);
create index frame_suppliers_of on frame_suppliers (practice, name);

alter table orders add column frame_supplier_id text;
`

export const supplierGrants = { frame_suppliers: 'select, insert, update' }
