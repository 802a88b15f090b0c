export { releaseGates } from './gates/gates.ts'

/** Tables of releases. Released migrations hold this text: it never changes, what comes later is a new one. */
export const releaseTables = `
-- Contents by their hash: written once, never changed, and always what they are called.
create table rulebooks (
  hash text primary key,
  content text not null,
  rules integer not null,
  review text not null check (review in ('two', 'alone')),
  time_zone text not null,
  kept_at timestamptz not null,
  check (encode(sha256(convert_to(content, 'UTF8')), 'hex') = hash)
);

create table rulebook_checks (
  hash text primary key references rulebooks (hash),
  state text not null check (state in ('running', 'passed', 'failed')),
  errors integer not null default 0,
  warnings integer not null default 0,
  advice integer not null default 0,
  accepted integer not null default 0,
  cases_passed integer not null default 0,
  cases_failed integer not null default 0,
  findings jsonb not null default '[]',
  failed_cases jsonb not null default '[]',
  seconds double precision,
  at timestamptz not null,
  check (state <> 'passed' or (errors = 0 and warnings = 0 and cases_failed = 0))
);

create table releases (
  number integer primary key,
  hash text not null references rulebooks (hash),
  parent integer references releases (number),
  name text not null,
  notes text not null,
  draft_id text not null unique,
  draft_version integer not null,
  authors jsonb not null,
  approvers jsonb not null,
  review text not null check (review in ('two', 'alone', 'first', 'emergency')),
  emergency text,
  by_kind text not null,
  by_id text,
  by_name text not null,
  at timestamptz not null,
  impact_id text,
  impact_sentences jsonb not null default '[]',
  acknowledged_by jsonb,
  findings jsonb not null,
  check ((review = 'emergency') = (emergency is not null))
);

create table drafts (
  id text primary key,
  name text not null,
  note text not null,
  base integer references releases (number),
  version integer not null default 0,
  -- Content of this version; null while it is not sound.
  hash text references rulebooks (hash),
  good_version integer,
  good_hash text references rulebooks (hash),
  faults jsonb not null default '[]',
  discarded_at timestamptz,
  created_by text not null references holders (id),
  created_by_name text not null,
  created_at timestamptz not null,
  changed_by text not null references holders (id),
  changed_by_name text not null,
  changed_at timestamptz not null
);
create index drafts_by_change on drafts (changed_at desc, id desc);
alter table releases add foreign key (draft_id) references drafts (id);

-- What a draft holds at a version: the content of \`content_hash\`, that of another version, or the operations on the one before.
create table draft_edits (
  draft_id text not null references drafts (id),
  version integer not null check (version >= 0),
  kind text not null check (kind in ('begin', 'edit', 'undo', 'redo', 'import', 'merge')),
  title text,
  operations jsonb not null default '[]',
  touched text[] not null default '{}',
  restores integer,
  content_hash text references rulebooks (hash),
  -- Content of this version where it is sound.
  hash text references rulebooks (hash),
  faults jsonb not null default '[]',
  base integer references releases (number),
  by_id text not null references holders (id),
  by_name text not null,
  at timestamptz not null,
  primary key (draft_id, version)
);

create table draft_reviews (
  n bigint generated always as identity primary key,
  id text not null unique,
  draft_id text not null references drafts (id),
  kind text not null check (kind in ('submitted', 'withdrawn', 'approved', 'declined')),
  version integer not null,
  hash text,
  comment text,
  by_id text not null references holders (id),
  by_name text not null,
  at timestamptz not null
);
create index draft_reviews_of_draft on draft_reviews (draft_id, n);

create table impacts (
  id text primary key,
  draft_id text not null references drafts (id),
  version integer not null,
  before_hash text not null references rulebooks (hash),
  after_hash text not null references rulebooks (hash),
  wanted integer not null,
  total integer,
  judged integer not null default 0,
  changed integer not null default 0,
  price_difference bigint not null default 0,
  tallies jsonb not null default '[]',
  sentences jsonb not null default '[]',
  state text not null check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  failure text,
  by_id text not null references holders (id),
  by_name text not null,
  at timestamptz not null,
  ended_at timestamptz
);
create index impacts_of_draft on impacts (draft_id, id desc);
create index impacts_of_contents on impacts (after_hash, before_hash) where state = 'done';

create table impact_changes (
  impact_id text not null references impacts (id),
  -- The judgement's own number, so that a preview that runs again writes the same rows.
  n bigint not null,
  judgement_id text not null,
  practice text,
  respects text[] not null,
  rules text[] not null,
  before text not null,
  after text not null,
  price bigint not null,
  primary key (impact_id, n)
);

create table impact_acknowledgements (
  impact_id text not null references impacts (id),
  by_id text not null references holders (id),
  by_name text not null,
  at timestamptz not null,
  primary key (impact_id, by_id)
);

create table schedules (
  id text primary key,
  draft_id text not null references drafts (id),
  version integer not null,
  hash text not null references rulebooks (hash),
  practices text[],
  due_at timestamptz not null,
  local text not null,
  time_zone text not null,
  state text not null check (state in ('waiting', 'done', 'suspended', 'cancelled')),
  reason text,
  release integer references releases (number),
  by_id text not null references holders (id),
  by_name text not null,
  at timestamptz not null
);
create unique index schedules_waiting on schedules (draft_id) where state = 'waiting';
create index schedules_by_moment on schedules (due_at desc, id desc);

-- In force for a practice is the release of the last row that is for everyone or names the practice.
create table activations (
  n bigint primary key,
  release integer not null references releases (number),
  kind text not null check (kind in ('published', 'scheduled', 'pilot', 'promoted', 'pilot_ended', 'rolled_back')),
  before integer references releases (number),
  practices text[],
  reason text,
  by_kind text not null,
  by_id text,
  by_name text not null,
  at timestamptz not null
);
create index activations_for_everyone on activations (n desc) where practices is null;

create table judged_rules (
  id integer generated always as identity primary key,
  rule text not null unique
);

create table judgements (
  n bigint generated always as identity primary key,
  id text not null unique,
  at timestamptz not null,
  practice text,
  release integer not null references releases (number),
  hash text not null,
  moment text not null,
  origin text not null,
  outcome text not null,
  codes text[] not null,
  causes jsonb not null,
  -- Rules that fired, by \`judged_rules\`: the way from a rule to what it decided.
  fired integer[] not null,
  decision_hash text not null,
  -- Kept as it was written: it is read back as text, and judged again.
  configuration json not null
);
create index judgements_fired on judgements using gin (fired);
create index judgements_codes on judgements using gin (codes);
create index judgements_of_practice on judgements (practice, n);
create index judgements_of_release on judgements (release, n);

create function stays() returns trigger language plpgsql as $$
begin
  raise exception 'what is kept in % stays as it is', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger stays before update or delete on rulebooks for each row execute function stays();
create trigger stays before update or delete on releases for each row execute function stays();
create trigger stays before update or delete on activations for each row execute function stays();
create trigger stays before update or delete on draft_edits for each row execute function stays();
create trigger stays before update or delete on draft_reviews for each row execute function stays();
create trigger stays before update or delete on impact_acknowledgements for each row execute function stays();
create trigger stays before update or delete on judgements for each row execute function stays();
create trigger no_truncate before truncate on releases execute function stays();
create trigger no_truncate before truncate on activations execute function stays();
create trigger no_truncate before truncate on draft_reviews execute function stays();
`

/**
 * What comes into force is written by functions only: the LIMS's own role may read these tables and not write them.
 * Contents, drafts and judgements it writes itself.
 */
export const releaseGrants = {
  rulebooks: 'select, insert',
  rulebook_checks: 'select',
  releases: 'select',
  drafts: 'select, insert, update',
  draft_edits: 'select, insert',
  draft_reviews: 'select',
  impacts: 'select',
  impact_changes: 'select, insert',
  impact_acknowledgements: 'select',
  schedules: 'select',
  activations: 'select',
  judged_rules: 'select, insert',
  judgements: 'select, insert',
}
