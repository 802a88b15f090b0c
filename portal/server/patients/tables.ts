/** Tables of patients. Released migrations hold this text: it never changes, what comes later is a new one. */
export const patientTables = `
-- What makes search words blind. Sealed; one row.
create table patient_index_key (
  one boolean primary key default true check (one),
  sealed text not null
);

-- Each field is sealed with the key of its patient, and names the row and the column that it belongs to.
create table patients (
  id text primary key,
  practice text not null,
  given_name text,
  family_name text,
  birth_date text,
  own_ref text,
  phone text,
  email text,
  address text,
  note text,
  version integer not null default 1,
  added_at timestamptz not null,
  changed_at timestamptz not null,
  erased_at timestamptz
);
create index patients_changed on patients (practice, changed_at desc) where erased_at is null;

-- Kept and backed up apart from the rest: without its row here nothing of a patient can be read, in no copy.
create table patient_keys (
  patient_id text primary key,
  sealed text not null
);

-- Keyed hashes of words to find a patient by.
create table patient_words (
  word text not null,
  patient_id text not null references patients (id),
  primary key (word, patient_id)
);
create index patient_words_of on patient_words (patient_id);

create table prescriptions (
  id text primary key,
  patient_id text not null references patients (id),
  -- Powers, prescriber and note, sealed with the key of the patient; null: erased.
  sealed text,
  issued_on date not null,
  expires_on date,
  withdrawn_at timestamptz,
  added_by text not null,
  added_at timestamptz not null
);
create index prescriptions_of on prescriptions (patient_id, issued_on desc, id desc);

create table consents (
  id text primary key,
  patient_id text not null references patients (id),
  kind text not null,
  given boolean not null,
  text_version text not null,
  by_name text not null,
  at timestamptz not null
);
create index consents_of on consents (patient_id, id desc);

-- Who saw whom. Nobody can change or remove it.
create table patient_accesses (
  id text primary key,
  patient_id text not null,
  practice text not null,
  account_id text,
  by_name text not null,
  what text not null,
  at timestamptz not null
);
create index patient_accesses_of on patient_accesses (patient_id, id desc);

-- What a patient is still needed for: an order on its way.
create table patient_needs (
  patient_id text not null references patients (id),
  by_thing text not null,
  primary key (patient_id, by_thing)
);
`

export const retentionTables = `
-- The application may not remove what says who saw a patient; what is past its time goes by this, and never what is young.
create function forget_patient_accesses(before timestamptz) returns integer
  language plpgsql security definer set search_path from current as $$
declare forgotten integer;
begin
  if before > now() - interval '365 days' then
    raise exception 'who saw a patient is kept for a year at least';
  end if;
  delete from patient_accesses where at < before;
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;
create index patient_accesses_old on patient_accesses (at);
create index order_drafts_old on order_drafts (saved_at);
`

export const patientGrants = {
  patient_index_key: 'select, insert',
  patients: 'select, insert, update',
  patient_keys: 'select, insert, delete',
  patient_words: 'select, insert, delete',
  prescriptions: 'select, insert, update',
  consents: 'select, insert',
  patient_accesses: 'select, insert',
  patient_needs: 'select, insert, delete',
}
