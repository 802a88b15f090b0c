/** Tables of the event log. Released migrations hold this text: it never changes, what comes later is a new one. */
export const eventTables = `
create table events (
  -- Order of writing: for one subject it is the order of its changes, because each change holds the subject's row lock.
  n bigint generated always as identity,
  id text primary key,
  -- Position in the log, given by the relay after the commit: gapless, and never given twice.
  seq bigint,
  type text not null,
  version integer not null,
  practice text,
  subject text not null,
  subject_version integer not null,
  at timestamptz not null,
  release_id text,
  correlation_id text not null,
  actor jsonb not null,
  data jsonb not null
);
create unique index events_seq on events (seq) where seq is not null;
create index events_unsent on events (n) where seq is null;
create index events_of_subject on events (subject, seq) where seq is not null;
create index events_of_practice on events (practice, seq) where seq is not null;

create function events_stay() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.seq is null and new.seq is not null
     and (to_jsonb(new) - 'seq') = (to_jsonb(old) - 'seq') then
    return new;
  end if;
  raise exception 'the event log is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger events_stay before update or delete on events for each row execute function events_stay();

-- One row: who gives positions now. The epoch fences a holder that does not know yet that it lost the hold.
create table relay (
  name text primary key,
  epoch bigint not null default 0,
  last_seq bigint not null default 0,
  holder text,
  taken_at timestamptz
);
insert into relay (name) values ('events');

create table reaction_positions (
  reaction text primary key,
  seq bigint not null default 0,
  at timestamptz not null default now()
);

create table reaction_failures (
  reaction text not null,
  event_id text not null references events (id),
  seq bigint not null,
  attempts integer not null,
  error text not null,
  at timestamptz not null default now(),
  primary key (reaction, event_id)
);
`

export const eventGrants = {
  events: 'select, insert, update (seq)',
  relay: 'select, update',
  reaction_positions: 'select, insert, update',
  reaction_failures: 'select, insert, update, delete',
}
