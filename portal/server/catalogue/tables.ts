/** The mirror of the catalogue. Released migrations hold this text: it never changes, what comes later is a new one. */
export const catalogueTables = `
-- The ordering part of the release in force, with the prices of one practice; '' is the list price.
create table ordering_parts (
  practice text primary key,
  -- As the LIMS tagged it.
  etag text not null,
  release integer not null,
  release_hash text not null,
  hash text not null,
  -- The rulebook as text: it is handed on as it is.
  rulebook text not null,
  since timestamptz not null,
  checked_at timestamptz not null,
  -- Since when the LIMS did not answer.
  away_since timestamptz,
  asked_at timestamptz not null
);
`

export const catalogueGrants = { ordering_parts: 'select, insert, update, delete' }

/** News of the catalogue. */
export const newsTables = `
create table catalogue_news (
  id text primary key,
  practice text not null,
  release integer not null,
  release_before integer not null,
  at timestamptz not null,
  -- The part that was replaced, until it is compared with what came after it.
  rulebook_before text,
  -- Null: not compared yet.
  changes jsonb
);
create index catalogue_news_of on catalogue_news (practice, id desc);
`

export const newsGrants = { catalogue_news: 'select, insert, update, delete' }
