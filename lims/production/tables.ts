/** Tables of production. Released migrations hold this text: it never changes, what comes later is a new one. */
export const productionTables = `
create table jobs (
  id text primary key,
  practice text,
  patient_ref text,
  order_ref text,
  state text not null check (state in ('pending', 'in_production', 'quality_check', 'on_hold', 'completed', 'shipped', 'cancelled')),
  version integer not null,
  kind text not null check (kind in ('new', 'remake', 'redo', 'non_adapt')),
  original_id text references jobs (id),
  reason text,
  priority text not null,
  rush smallint not null,
  frame_way text not null check (frame_way in ('none', 'enclosed', 'to_come', 'remote')),
  -- The frame lies in the lab, or none is needed.
  frame_here boolean not null,
  tray text,
  tray_since timestamptz,
  hold jsonb,
  release integer not null references releases (number),
  judgement_id text not null,
  decision_hash text not null,
  currency text not null,
  total bigint not null,
  fee bigint,
  working_hours double precision not null,
  calendar text,
  promised_at timestamptz not null,
  promised_on date not null,
  first_promised_at timestamptz not null,
  promise_reason text,
  latest_start timestamptz not null,
  shipped jsonb,
  fingerprint text,
  breakages jsonb not null default '[]',
  imported boolean not null default false,
  received_at timestamptz not null,
  ended_at timestamptz,
  check ((state = 'on_hold') = (hold is not null)),
  check ((state = 'shipped') = (shipped is not null)),
  check ((state in ('shipped', 'cancelled')) = (ended_at is not null)),
  check (ended_at is null or tray is null)
);
create index jobs_by_arrival on jobs (received_at desc, id desc);
create index jobs_of_practice on jobs (practice, received_at desc, id desc);
create index jobs_of_order on jobs (order_ref) where order_ref is not null;
create index jobs_alike on jobs (fingerprint, received_at) where fingerprint is not null;
create index jobs_of_original on jobs (original_id) where original_id is not null;
-- One job in a tray, and only while it is in the lab.
create unique index jobs_in_trays on jobs (tray) where tray is not null;
create index jobs_open on jobs (id) where ended_at is null;
create index jobs_open_of_release on jobs (release, id) where ended_at is null;
-- What the sweep looks at: jobs whose time is running out, and those that may come back to what was promised first.
create index jobs_by_slack on jobs (latest_start, id) where ended_at is null;
create index jobs_moved on jobs (id) where ended_at is null and promised_at > first_promised_at;
create index jobs_held on jobs (id) where hold is not null;

-- What the decision says of making it; read where a machine, a ticket or an inspection asks.
create table job_makings (
  job_id text primary key references jobs (id),
  configuration json not null,
  making json not null
);

-- A lens, or the pair with its frame ('pair'). It is in one place: before or in the step route[at].
create table lenses (
  job_id text not null references jobs (id),
  eye text not null check (eye in ('right', 'left', 'pair')),
  route jsonb not null,
  at integer not null check (at >= 0),
  state text not null check (state in ('waiting', 'ready', 'started', 'done')),
  station text,
  stop text,
  attempt integer not null default 1 check (attempt >= 1),
  opc text,
  lot text,
  picked boolean not null default false,
  passed boolean not null default false,
  batch text,
  since timestamptz not null,
  primary key (job_id, eye)
);

-- What stands before the stations now: only open work, so that its size does not grow with what was made.
create table queue (
  job_id text not null references jobs (id),
  eye text not null,
  station text not null,
  state text not null check (state in ('ready', 'started')),
  stop text,
  latest_start timestamptz not null,
  rush smallint not null,
  minutes double precision not null,
  since timestamptz not null,
  primary key (job_id, eye)
);
create index queue_of_station on queue (station, latest_start, rush desc, job_id, eye);

create table station_loads (
  station text primary key,
  waiting integer not null,
  minutes double precision not null,
  at timestamptz not null
);

create table scans (
  scan_id text primary key,
  fingerprint text not null,
  job_id text,
  tray text,
  station text,
  operator text not null,
  verb text not null,
  at timestamptz not null,
  received_at timestamptz not null,
  answer jsonb not null
);
create index scans_of_tray on scans (tray, at desc) where tray is not null;
create index scans_of_job on scans (job_id, at desc) where job_id is not null;

create table batches (
  id text primary key,
  station text not null,
  machine text,
  program text,
  state text not null check (state in ('open', 'closed', 'finished')),
  lenses integer not null default 0 check (lenses >= 0),
  room integer not null,
  version integer not null,
  due_at timestamptz not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  finished_at timestamptz,
  check (lenses <= room)
);
create index batches_by_opening on batches (opened_at desc, id desc);
create index batches_due on batches (due_at) where state = 'open';
create index lenses_in_batches on lenses (batch) where batch is not null;
`

/** What came from other systems, and what was recalled. */
export const importTables = `
-- What was brought without its order was never judged.
alter table jobs alter column judgement_id drop not null, alter column decision_hash drop not null,
  add constraint judged_or_imported check (imported or (judgement_id is not null and decision_hash is not null)),
  add constraint judged_with_hash check ((judgement_id is null) = (decision_hash is null));

create table imports (
  external_id text primary key,
  job_id text not null references jobs (id) deferrable initially deferred,
  -- What each field of the line said, or its digest: enough to name what a later line says otherwise.
  said jsonb not null,
  at timestamptz not null
);

create table recalls (
  id text primary key,
  release integer not null references releases (number),
  asked jsonb not null,
  by_name text not null,
  at timestamptz not null
);
create table recalled_jobs (
  recall_id text not null references recalls (id),
  job_id text not null references jobs (id),
  answer jsonb not null,
  at timestamptz not null,
  primary key (recall_id, job_id)
);
`

/** Every part of the order counts upwards, so that a place within a long queue is one comparison of rows, found by the index. */
export const queueOrder = `
create index queue_in_order on queue (station, latest_start, (-rush), job_id, eye);
drop index queue_of_station;
`

export const productionGrants = {
  imports: 'select, insert',
  recalls: 'select, insert',
  recalled_jobs: 'select, insert',
  jobs: 'select, insert, update',
  job_makings: 'select, insert, update',
  lenses: 'select, insert, update',
  queue: 'select, insert, update, delete',
  station_loads: 'select, insert, update, delete',
  scans: 'select, insert, update (answer, job_id)',
  batches: 'select, insert, update',
}
