/** Tables of devices. Released migrations hold this text: it never changes, what comes later is a new one. */
export const deviceTables = `
-- How one machine (or design engine) is reached: a port of its own, or folders.
create table lines (
  id text primary key,
  machine text not null,
  kind text not null check (kind in ('tcp', 'folder')),
  port integer check (port between 1 and 65535),
  peers text[] not null default '{}',
  folders jsonb,
  settings jsonb not null default '{}',
  -- What machine and host agreed on at its last initialisation.
  known jsonb,
  enabled boolean not null,
  version integer not null,
  state text not null check (state in ('off', 'waiting', 'connected', 'failed')),
  state_note text,
  seen_at timestamptz,
  changed_at timestamptz not null,
  check ((kind = 'tcp') = (port is not null)),
  check ((kind = 'folder') = (folders is not null))
);
create unique index lines_by_port on lines (port) where port is not null;

-- Who came and was sent away: how often, and when last.
create table line_refusals (
  line text not null references lines (id) on delete cascade,
  peer text not null,
  reason text not null,
  times bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (line, peer, reason)
);

-- What was said, for whoever looks for the reason of something; personal labels are empty. Kept for a month.
create table line_messages (
  n bigint generated always as identity primary key,
  line text not null,
  at timestamptz not null,
  direction text not null check (direction in ('in', 'out', 'note')),
  about text not null,
  job text,
  status integer,
  bytes integer not null,
  text text not null
);
create index line_messages_of_line on line_messages (line, n desc);
create index line_messages_by_age on line_messages (at);

-- Shapes as they were measured. Without a job: one that nobody has asked for yet.
create table traces (
  id text primary key,
  line text not null,
  job_id text references jobs (id),
  job_text text not null,
  -- Of what was sent, so that the same data sent again are kept once.
  digest text not null,
  eyes text[] not null,
  message text not null,
  figures jsonb not null,
  faults jsonb not null,
  at timestamptz not null
);
-- The same frame of a library may be traced for one job after another in the same tray.
create unique index traces_once on traces (line, job_text, (coalesce(job_id, '')), digest);
create index traces_of_job on traces (job_id, at desc) where job_id is not null;
create index traces_by_age on traces (at desc, id desc);

-- What a design engine was asked, and what it answered.
create table design_requests (
  id text primary key,
  line text not null,
  engine text not null,
  job_id text not null references jobs (id),
  eyes text[] not null,
  -- Which making of which lens: right1+left1. A lens that is lost and made again is asked for anew.
  making text not null,
  attempt integer not null check (attempt >= 1),
  file text not null,
  state text not null check (state in ('asked', 'answered', 'refused', 'failed')),
  answer jsonb,
  surface_files jsonb not null default '[]',
  note text,
  asked_at timestamptz not null,
  -- When it is asked again, if no answer came.
  due_at timestamptz not null,
  answered_at timestamptz
);
create unique index design_requests_open on design_requests (job_id, making) where state = 'asked';
create index design_requests_of_job on design_requests (job_id, id desc);
create index design_requests_by_age on design_requests (asked_at desc, id desc);

-- Files of folder lines that were dealt with: the same name and content is not done twice.
create table folder_files (
  line text not null,
  name text not null,
  digest text not null,
  at timestamptz not null,
  primary key (line, name, digest)
);
create index folder_files_by_age on folder_files (at);
`

export const deviceGrants = {
  lines: 'select, insert, update, delete',
  line_refusals: 'select, insert, update, delete',
  line_messages: 'select, insert, delete',
  traces: 'select, insert, update',
  design_requests: 'select, insert, update',
  folder_files: 'select, insert, delete',
}
