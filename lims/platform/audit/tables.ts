/** Tables of the audit trail. Released migrations hold this text: it never changes, what comes later is a new one. */
export const auditTables = `
create table audit_entries (
  id text primary key,
  tenant text not null,
  at timestamptz not null,
  actor jsonb not null,
  action text not null,
  subject text,
  outcome text not null check (outcome in ('done', 'refused')),
  detail jsonb not null,
  correlation_id text not null
);
create index audit_entries_of_tenant on audit_entries (tenant, id);
create index audit_entries_of_subject on audit_entries (subject, id);

create table audit_unsealed (
  n bigint generated always as identity primary key,
  entry_id text not null unique references audit_entries (id),
  tenant text not null
);

create table audit_seals (
  tenant text not null,
  seq bigint not null,
  entry_id text not null unique,
  prev_hash text not null,
  hash text not null,
  at timestamptz not null default now(),
  primary key (tenant, seq)
);

-- Refusals of the unknown are counted, not chained: a flood of them stays cheap.
create table audit_counts (
  hour timestamptz not null,
  code text not null,
  route text not null,
  count bigint not null,
  primary key (hour, code, route)
);

create function audit_queue() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  execute format('insert into %I.audit_unsealed (entry_id, tenant) values ($1, $2)', tg_table_schema) using new.id, new.tenant;
  return new;
end $$;
create trigger audit_queue after insert on audit_entries for each row execute function audit_queue();

create function audit_stays() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is insert-only' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entries_stay before update or delete or truncate on audit_entries
  for each statement execute function audit_stays();
create trigger audit_seals_stay before update or delete or truncate on audit_seals
  for each statement execute function audit_stays();
`

export const auditGrants = {
  audit_entries: 'select, insert',
  audit_unsealed: 'select, delete',
  audit_seals: 'select, insert',
  audit_counts: 'select, insert, update',
}
