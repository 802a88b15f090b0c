/** Tables of live push. Released migrations hold this text: it never changes, what comes later is a new one. */
export const liveTables = `
-- Which log this is. Together with what Postgres says of itself it is the epoch that a position belongs to.
create table log_identity (
  id text primary key default replace(gen_random_uuid()::text, '-', ''),
  only_one boolean not null unique default true check (only_one)
);
insert into log_identity default values;

-- A dump that is read into another database, a copy that was promoted and a restore to a point in time are other logs:
-- database, cluster and timeline of the same bytes differ there.
create function log_epoch() returns text language sql stable security definer
  set search_path from current as $$
  select encode(sha256(convert_to(concat_ws(' ', i.id, s.system_identifier, c.timeline_id, d.oid), 'UTF8')), 'hex')
    from log_identity i, pg_control_system() s, pg_control_checkpoint() c, pg_database d
   where d.datname = current_database()
$$;

-- Tickets that were given and not used yet; only their hash is kept.
create table live_tickets (
  hash text primary key,
  actor jsonb not null,
  expires_at timestamptz not null
);
create index live_tickets_by_end on live_tickets (expires_at);
`

export const liveGrants = {
  log_identity: 'select',
  live_tickets: 'select, insert, delete',
}
