/** Where the LIMS tells us. Released migrations hold this text: it never changes, what comes later is a new one. */
export const limsNewsTables = `
create table lims_endpoints (
  name text primary key,
  endpoint_id text not null,
  url text not null,
  -- What its deliveries are verified with, sealed.
  sealed text not null,
  registered_at timestamptz not null
);

-- How far the log of the LIMS was read, where it does not tell us by itself.
create table lims_feed (
  one boolean primary key default true check (one),
  position bigint not null
);
`

export const limsToldTables = `
-- Whether the LIMS tells us there now; somebody may have paused it.
alter table lims_endpoints add column told boolean not null default true;
`

export const limsNewsGrants = { lims_endpoints: 'select, insert, update, delete', lims_feed: 'select, insert, update' }
