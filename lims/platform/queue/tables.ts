import type { Grants } from '../db/migrate.ts'

/**
 * The migration's text. Frozen once released: what comes later is a new migration of its own.
 * Names are unqualified: the schema is the search_path of whoever migrates and of whoever asks.
 *
 * `unique_id` is unique per kind over every state that is kept. Enqueueing it again while the task waits, runs, is
 * dead or was done less than the retention ago (7 days) is the same task, so nothing happens.
 *
 * `fence` counts every claim and never goes back; `attempts` counts those that were held against the task.
 */
export const queueTables = (): string => `
create table tasks (
  id text primary key,
  kind text not null,
  unique_id text not null,
  data jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'active', 'done', 'dead')),
  priority integer not null default 0,
  run_at timestamptz not null,
  attempts integer not null default 0,
  max_attempts integer not null check (max_attempts > 0),
  fence bigint not null default 0,
  locked_until timestamptz,
  last_error text,
  correlation_id text not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint tasks_unique_id unique (kind, unique_id),
  constraint tasks_leased_while_active check ((state = 'active') = (locked_until is not null)),
  constraint tasks_finished_when_over check ((state in ('done', 'dead')) = (finished_at is not null))
) with (
  -- Every row is rewritten twice or more in its short life: leave room, and clean up after thousands, not a fifth.
  fillfactor = 80,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.02
);
create index tasks_claim on tasks (kind, priority, run_at, id) where state = 'waiting';
-- Its condition on max_attempts always holds; it keeps the planner from claiming by this index. With old statistics it
-- would, and sort the whole backlog for ten tasks.
create index tasks_due on tasks (kind, run_at) where state = 'waiting' and max_attempts > 0;
create index tasks_leases on tasks (locked_until) where state = 'active';
create index tasks_dead on tasks (kind, id) where state = 'dead';
create index tasks_purge on tasks (finished_at) where state = 'done';

create table paused_kinds (
  kind text primary key,
  paused_at timestamptz not null default now()
);
`

/** What the application's role may do. */
export const queueGrants: Grants = {
  tasks: 'select, insert, update, delete',
  paused_kinds: 'select, insert, delete',
}
