/** Tables of orders. Released migrations hold this text: it never changes, what comes later is a new one. */
export const orderTables = `
create table orders (
  id text primary key,
  practice text not null,
  order_ref text,
  patient_id text not null,
  prescription_id text,
  branch_id text,
  status text not null,
  kind text not null,
  original_id text references orders (id),
  reason text,
  again_note text,
  lens text not null,
  eyes text[] not null,
  priority text not null,
  frame_way text not null,
  -- Snapshot of patient and configuration, and the note: sealed with the key of the patient; null: erased.
  sealed text,
  -- Equal for equal orders for one patient; null: erased.
  alike text,
  -- Which form of it: one more each time it was amended.
  attempt integer not null default 1,
  price jsonb,
  release integer,
  tries integer not null default 0,
  last_tried_at timestamptz,
  next_try_at timestamptz,
  trouble text,
  sent_at timestamptz,
  job_id text unique,
  queue_position integer,
  promised_on text,
  first_promised_on text,
  promise_reason text,
  hold jsonb,
  shipped jsonb,
  fee jsonb,
  -- How many changes the job had when it said this: an earlier one that comes late undoes nothing.
  status_at integer not null default 0,
  promise_at integer not null default 0,
  hold_at integer not null default 0,
  version integer not null default 1,
  seen_at timestamptz,
  -- When the lab was last asked whether all of this is so.
  checked_at timestamptz,
  taken_by text not null,
  taken_at timestamptz not null,
  over_at timestamptz
);
create index orders_newest on orders (practice, id desc);
create index orders_of_all on orders (id desc);
create index orders_of_patient on orders (patient_id, id desc);
create index orders_alike on orders (alike) where alike is not null;
create index orders_on_their_way on orders (checked_at) where over_at is null;
create index orders_made_again on orders (original_id) where original_id is not null;

-- What happened, as it is told to the practice.
create table order_happenings (
  event_id text primary key,
  order_id text not null references orders (id),
  -- How many changes the job had; 0: it happened here.
  place integer not null,
  at timestamptz not null,
  what text not null,
  -- Null: it was heard, and is the lab's own affair.
  sentence text,
  reason text,
  eye text,
  step text,
  status text,
  promised_on text,
  by_name text
);
create index order_happenings_of on order_happenings (order_id, at, place);

-- Told of jobs whose order is not known: the answer to CreateJob may come later than the first news of its job.
create table job_news (
  event_id text primary key,
  job_id text not null,
  event jsonb not null,
  received_at timestamptz not null
);
create index job_news_of on job_news (job_id);
create index job_news_old on job_news (received_at);

create table order_drafts (
  id text primary key,
  practice text not null,
  patient_id text,
  -- The form and its label; with the key of the patient where one was chosen.
  sealed text not null,
  by_name text not null,
  version integer not null default 1,
  saved_at timestamptz not null
);
create index order_drafts_of on order_drafts (practice, saved_at desc);
create index order_drafts_of_patient on order_drafts (patient_id);
`

/** Who is told of what by mail, and what is needed to say it again in another language or on paper. */
export const noticeTables = `
-- The account of who ordered; null: it was ordered before this was kept.
alter table orders add column taken_by_id text;
-- Of the decision that its job is made by; asked for when it is needed first.
alter table orders add column decision_hash text;
-- What a sentence was made of, so that it can be made in another language.
alter table order_happenings add column facts jsonb not null default '{}';

-- What somebody wants to be mailed; without a row: what suits most.
create table notice_wishes (
  account_id text primary key,
  orders text not null check (orders in ('mine', 'branch', 'practice')),
  branch_id text,
  kinds text[] not null,
  changed_at timestamptz not null,
  check (orders <> 'branch' or branch_id is not null)
);

-- One for each change of an order and each person who wants to know: however often it is heard, it is told once.
create table order_notices (
  order_id text not null references orders (id),
  account_id text not null,
  change text not null,
  kind text not null,
  facts jsonb not null,
  noted_at timestamptz not null,
  -- When it was mailed, or was not worth a mail any more.
  over_at timestamptz,
  mail_id text,
  primary key (order_id, account_id, change)
);
create index order_notices_old on order_notices (noted_at);
`

export const orderGrants = {
  notice_wishes: 'select, insert, update',
  order_notices: 'select, insert, update, delete',
  orders: 'select, insert, update',
  order_happenings: 'select, insert',
  job_news: 'select, insert, delete',
  order_drafts: 'select, insert, update, delete',
}

/** Tables of templates and of what is ordered most. */
export const templateTables = `
create table order_templates (
  id text primary key,
  practice text not null,
  name text not null,
  wanted jsonb not null,
  by_name text not null,
  removed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null
);
create unique index order_templates_named on order_templates (practice, lower(name)) where removed_at is null;
create index order_templates_removed on order_templates (removed_at) where removed_at is not null;

-- Counted when an order is taken: what it is of is sealed in the order itself.
create table lens_counts (
  practice text not null,
  design text not null,
  material text not null,
  times integer not null,
  last_at timestamptz not null,
  primary key (practice, design, material)
);
`

export const templateGrants = {
  order_templates: 'select, insert, update, delete',
  lens_counts: 'select, insert, update',
}
