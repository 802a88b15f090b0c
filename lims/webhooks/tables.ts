/** Tables of webhooks. Released migrations hold these texts: they never change, what comes later is a new one. */
export const webhookEndpointTables = `
-- Who is told. One without a url is not called: it asks, by the feed.
create table webhook_endpoints (
  id text primary key,
  -- Null: the lab's own, told of everything. A practice's is told of that practice.
  practice text,
  url text,
  description text not null,
  -- Null: all that may be told. An entry may end in .*
  event_types text[],
  -- Of the lab's own: only of these practices. Null: of all.
  practices text[],
  signing text not null check (signing in ('v1', 'v1a')),
  -- Sealed: of no use to whoever reads the table without the key. Empty once the endpoint is removed.
  secret text not null,
  public_key text,
  -- The one before, which signs too until then.
  secret_before text,
  public_key_before text,
  secret_before_until timestamptz,
  state text not null check (state in ('active', 'paused', 'disabled')),
  state_reason text,
  state_since timestamptz not null,
  -- Events behind this position of the log are told.
  from_seq bigint not null,
  version integer not null,
  created_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  check (practice is null or practices is null),
  check ((secret_before is null) = (secret_before_until is null))
);
create index webhook_endpoints_live on webhook_endpoints (id) where deleted_at is null;
`

export const webhookEndpointGrants = {
  webhook_endpoints: 'select, insert, update',
}

export const webhookDeliveryTables = `
-- One row: how far the log was looked through for whom to tell.
create table webhook_position (
  name text primary key,
  seq bigint not null
);
insert into webhook_position (name, seq) select 'fan-out', last_seq from relay where name = 'events';

-- One event for one endpoint.
create table webhook_deliveries (
  endpoint_id text not null,
  event_id text not null,
  seq bigint not null,
  subject text not null,
  type text not null,
  -- failed: given up after the last try. skipped: nobody wanted it any more. Both are kept and can be sent again.
  state text not null check (state in ('pending', 'delivered', 'failed', 'skipped')),
  -- Since it was last made pending; the log of attempts has them all.
  tries integer not null default 0,
  last_outcome text,
  last_status integer,
  created_at timestamptz not null,
  settled_at timestamptz,
  check ((state = 'pending') = (settled_at is null)),
  primary key (endpoint_id, event_id)
);
create index webhook_deliveries_pending on webhook_deliveries (endpoint_id, subject, seq) where state = 'pending';
-- Every delivery is written twice: what only housekeeping asks costs as little as may be.
create index webhook_deliveries_settled on webhook_deliveries using brin (settled_at);

-- What an endpoint has to be told of one subject, one after the other. It is at work in one worker at a time.
create table webhook_lanes (
  endpoint_id text not null,
  subject text not null,
  -- When a worker may take it; while one has it, when its lease ends. Null: there is nothing to be told.
  due_at timestamptz,
  -- Of the worker that has it, or had it and died.
  lease text,
  -- Grows with whatever is put into the lane: a worker that leaves it sees whether something came meanwhile.
  revision bigint not null default 1,
  primary key (endpoint_id, subject)
) with (fillfactor = 70);
create index webhook_lanes_due on webhook_lanes (endpoint_id, due_at) where due_at is not null;

create table webhook_attempts (
  n bigint generated always as identity,
  endpoint_id text not null,
  event_id text not null,
  at timestamptz not null,
  ms integer not null,
  outcome text not null,
  url text not null,
  status integer,
  error text,
  request_headers jsonb not null,
  response_headers jsonb,
  -- Cut at 16 KB.
  response_body text,
  primary key (endpoint_id, event_id, n)
);
create index webhook_attempts_by_age on webhook_attempts using brin (at);

-- How it goes with an endpoint, over all workers.
create table webhook_health (
  endpoint_id text primary key,
  failures_in_a_row integer not null,
  failing_since timestamptz,
  last_success_at timestamptz,
  -- When it was said that it will be disabled.
  told_at timestamptz,
  breaker text not null check (breaker in ('closed', 'open', 'half_open')),
  -- When the next one may try: at the end of being open, or when a trial went lost with its worker.
  open_until timestamptz,
  trips integer not null,
  window_since timestamptz not null,
  window_ok integer not null,
  window_failed integer not null,
  check ((breaker = 'closed') = (open_until is null))
) with (fillfactor = 50);
`

export const webhookDeliveryGrants = {
  webhook_position: 'select, update',
  webhook_deliveries: 'select, insert, update, delete',
  webhook_lanes: 'select, insert, update, delete',
  webhook_attempts: 'select, insert, delete',
  webhook_health: 'select, insert, update, delete',
}
