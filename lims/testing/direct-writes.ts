import type { Draft } from '@ils/contract/drafts'
import type { Db } from '@ils/platform/db/database'

type Write = (db: Db, draft: Draft, approver: string) => Promise<unknown>

const sql =
  (statement: string): Write =>
  (db, { id, version, hash }, approver) =>
    db.raw(statement, { id, version, hash, approver } as Record<string, string | number>)

/** What somebody with the application's own role of the database might try, to bring a draft into force around the gates. */
export const directWrites: readonly Write[] = [
  sql(
    "insert into activations (n, release, kind, by_kind, by_name, at) values (9999, 1, 'published', 'person', 'x', now())",
  ),
  sql('update activations set release = 1'),
  sql('delete from activations'),
  sql('truncate activations cascade'),
  sql(
    "insert into releases (number, hash, name, notes, draft_id, draft_version, authors, approvers, review, by_kind, by_name, at, findings) values (9999, :hash, 'x', '', :id, :version, '[]', '[]', 'two', 'person', 'x', now(), '{}')",
  ),
  sql('update releases set hash = :hash'),
  sql('delete from releases'),
  sql(
    "insert into draft_reviews (id, draft_id, kind, version, hash, by_id, by_name, at) values ('x', :id, 'approved', :version, :hash, :approver, 'Bob', now())",
  ),
  sql('delete from draft_reviews'),
  sql("insert into rulebook_checks (hash, state, at) values (:hash, 'passed', now())"),
  sql("update rulebook_checks set state = 'passed', errors = 0, warnings = 0, cases_failed = 0"),
  sql(
    "insert into impacts (id, draft_id, version, before_hash, after_hash, wanted, state, by_id, by_name, at) values ('x', :id, :version, :hash, :hash, 1, 'done', :approver, 'Bob', now())",
  ),
  sql("update impacts set state = 'done'"),
  sql("insert into impact_acknowledgements (impact_id, by_id, by_name, at) values ('x', :approver, 'Bob', now())"),
  sql(
    "insert into schedules (id, draft_id, version, hash, due_at, local, time_zone, state, by_id, by_name, at) values ('x', :id, :version, :hash, now(), 'x', 'UTC', 'waiting', :approver, 'Bob', now())",
  ),
  sql("update schedules set state = 'waiting', due_at = now()"),
  sql('update draft_edits set by_id = :approver where draft_id = :id'),
  sql('delete from draft_edits where draft_id = :id'),
  sql("update rulebooks set content = '{}' where hash = :hash"),
  sql("select bring_into_force(1, 'published', null, null, '{}')"),
  sql(
    "select make_release(jsonb_build_object('draft_id', :id::text, 'version', :version::integer, 'hash', :hash::text, 'at', now()), null, 'published')",
  ),
  sql("select say_review(jsonb_build_object('draft_id', :id::text), 'approved', :hash, 'Bob')"),
  sql(
    "select publish_draft(jsonb_build_object('draft_id', :id::text, 'version', :version::integer, 'hash', :hash::text, 'by_id', :approver::text, 'at', now()))",
  ),
  sql(
    "select publish_draft(jsonb_build_object('draft_id', :id::text, 'version', :version::integer, 'hash', :hash::text, 'by_id', 'nobody', 'at', now(), 'emergency', 'a long enough reason'))",
  ),
  sql(
    "select approve_draft(jsonb_build_object('id', 'rev_x', 'draft_id', :id::text, 'version', :version::integer, 'hash', :hash::text, 'by_id', :approver::text, 'at', now()))",
  ),
  sql("create or replace function at_the_gate(p_id text, p_what text) returns text language sql as $$ select 'x' $$"),
  sql('alter table activations disable trigger all'),
  sql('drop trigger stays on activations'),
  sql('alter function publish_draft(jsonb) security invoker'),
  // Granting oneself a right is answered with a warning only; it has to be no good afterwards.
  (db) =>
    db.transaction(async (trx) => {
      await trx.raw('grant insert on activations to current_user')
      await trx.raw(
        "insert into activations (n, release, kind, by_kind, by_name, at) values (9999, 1, 'published', 'person', 'x', now())",
      )
    }),
  sql('set role postgres'),
  // A table of the session's own stands in front of ours, unless the functions look past it.
  (db, { id, version, hash }, approver) =>
    db.transaction(async (trx) => {
      await trx.raw('create temporary table draft_reviews on commit drop as select * from lims.draft_reviews')
      for (const [n, kind] of ['submitted', 'approved'].entries()) {
        await trx('pg_temp.draft_reviews').insert({
          n: 1_000_000 + n,
          id: `x${n}`,
          draft_id: id,
          kind,
          version,
          hash,
          by_id: approver,
          by_name: 'Bob',
          at: new Date(),
        })
      }
      await trx.raw(
        "select publish_draft(jsonb_build_object('draft_id', ?::text, 'version', ?::integer, 'hash', ?::text, 'by_id', ?::text, 'at', now()))",
        [id, version, hash, approver],
      )
    }),
]
