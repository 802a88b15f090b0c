/** Tables of stock. Released migrations hold this text: it never changes, what comes later is a new one. */
export const stockTables = `
create table blanks (
  -- Compared byte by byte, so that a page, a prefix and the order of locks all go by the one index.
  opc text collate "C" primary key,
  label text not null,
  supplier text,
  product text,
  -- Free blanks (on hand less reserved) at which to order, and to which; null: nobody watches it.
  reorder_at integer check (reorder_at >= 0),
  reorder_to integer check (reorder_to > reorder_at),
  on_hand integer not null default 0 check (on_hand >= 0),
  -- May be more than is on hand: a blank that was promised breaks, or is found missing.
  reserved integer not null default 0 check (reserved >= 0),
  version integer not null default 1,
  check ((reorder_at is null) = (reorder_to is null))
) with (fillfactor = 70);
create index blanks_of_product on blanks (product, opc);

create table blank_lots (
  opc text collate "C" not null references blanks (opc),
  lot text not null,
  on_hand integer not null check (on_hand >= 0),
  received_at timestamptz not null,
  primary key (opc, lot)
) with (fillfactor = 70);

create table reservations (
  job_id text not null,
  eye text not null check (eye in ('right', 'left')),
  opc text collate "C" not null references blanks (opc),
  -- Which making of the lens it is for: a breakage begins another.
  attempt integer not null default 1,
  at timestamptz not null,
  primary key (job_id, eye)
);

create table stock_moves (
  -- Order of writing: for one OPC it is the order of its moves, because each move holds the row of the blank.
  n bigint generated always as identity primary key,
  id text not null unique,
  opc text collate "C" not null references blanks (opc),
  lot text not null,
  change integer not null,
  kind text not null check (kind in ('received', 'counted', 'used', 'returned', 'defect', 'exchanged', 'written_off')),
  job_id text,
  eye text check (eye in ('right', 'left')),
  reason text,
  by_name text not null,
  scan_id text,
  at timestamptz not null,
  balance integer not null check (balance >= 0),
  check (kind not in ('used', 'exchanged', 'defect', 'written_off') or change < 0),
  check (kind not in ('received', 'returned') or change > 0)
);
create index stock_moves_of_blank on stock_moves (opc, n desc);
create index stock_moves_of_lens on stock_moves (job_id, eye, n) where job_id is not null;
create trigger stays before update or delete on stock_moves for each row execute function stays();
create trigger no_truncate before truncate on stock_moves execute function stays();
`

export const stockGrants = {
  blanks: 'select, insert, update',
  blank_lots: 'select, insert, update',
  reservations: 'select, insert, update, delete',
  stock_moves: 'select, insert',
}
