// data table: the functions of the database that keep the order of gates, whoever calls. They are one thing.
/**
 * Released migrations hold this text: it never changes, what comes later is a new one. Each function runs as the owner of
 * the schema; the LIMS's own role cannot write the tables behind them. An expected no is raised with SQLSTATE ILS01: the
 * message is the code of a refusal, the detail which gate, the hint a sentence for people.
 */
export const releaseGates = `
-- A caller's temporary tables come last: else they would stand in for ours inside of these functions.
select set_config('search_path', current_schema() || ', pg_temp', true);

create function refuse(p_code text, p_gate text, p_says text) returns void language plpgsql as $$
begin
  raise exception using errcode = 'ILS01', message = p_code, detail = coalesce(p_gate, ''), hint = p_says;
end $$;

-- Who comes to a gate: a person of the lab who may, now. Programs and people who were switched off do not pass.
create function at_the_gate(p_id text, p_what text) returns text
language plpgsql stable as $$
declare h holders;
begin
  select * into h from holders where id = p_id;
  if h.id is null or h.disabled_at is not null then
    perform refuse('not_allowed', 'person', format('%s needs a person of the lab who is not switched off', p_what));
  end if;
  if h.kind <> 'person' then
    perform refuse('not_allowed', 'person', format('%s is a person''s to do: %s is a program', p_what, h.name));
  end if;
  if not h.roles && array['engineer', 'manager', 'admin'] or h.practice is not null then
    perform refuse('not_allowed', 'person', format('%s needs the role engineer, manager or admin', p_what));
  end if;
  return h.name;
end $$;

-- A row that is for everyone ends every pilot before it.
create function in_force_for_everyone() returns activations language sql stable as $$
  select * from activations where practices is null order by n desc limit 1
$$;

create function say_rules(p jsonb) returns void language sql as $$
  select pg_notify('ils_rules_' || current_schema(), p::text)
$$;

create function wrote_in(p_draft text) returns table (id text, name text) language sql stable as $$
  select distinct on (e.by_id) e.by_id, e.by_name from draft_edits e
   where e.draft_id = p_draft and e.kind <> 'begin' order by e.by_id, e.version desc
$$;

-- The submission that stands: of this very version, and not taken back or answered with a no since.
create function standing_submission(p_draft text, p_version integer) returns bigint language sql stable as $$
  select case when r.kind = 'submitted' and r.version = p_version then r.n end
    from draft_reviews r where r.draft_id = p_draft and r.kind <> 'approved' order by r.n desc limit 1
$$;

create function approvals_of(d drafts) returns table (id text, name text) language sql stable as $$
  select distinct on (r.by_id) r.by_id, r.by_name
    from draft_reviews r join holders h on h.id = r.by_id
   where r.draft_id = d.id and r.kind = 'approved' and r.version = d.version and r.hash = d.hash
     and r.n > standing_submission(d.id, d.version)
     and h.kind = 'person' and h.disabled_at is null
     and not exists (select from wrote_in(d.id) w where w.id = r.by_id)
   order by r.by_id, r.n
$$;

-- What must be so before a draft may come into force, in the order in which people get there.
create function draft_gates(p_draft text) returns table (gate text, is_open boolean, says text)
language plpgsql stable as $$
declare
  d drafts;
  c rulebook_checks;
  f activations;
  now_hash text;
  mode text;
  names text;
  waits boolean;
begin
  select * into d from drafts where id = p_draft;
  select * into c from rulebook_checks where hash = d.hash;
  f := in_force_for_everyone();
  select r.hash into now_hash from releases r where r.number = f.release;
  select case when now_hash is null then 'first' else b.review end into mode
    from (select) one left join rulebooks b on b.hash = now_hash;
  waits := c.hash is null or c.state = 'running';

  gate := 'sound'; is_open := d.hash is not null;
  says := case when is_open then 'The rulebook can be read and judged by'
    else format('%s fault(s) keep it from being judged by: mend them', jsonb_array_length(d.faults)) end;
  return next;

  gate := 'cases'; is_open := coalesce(c.state in ('passed', 'failed') and c.cases_failed = 0, false);
  says := case when d.hash is null then 'Not run: the rulebook is not sound'
    when waits then 'The check is under way'
    when is_open then format('%s worked case(s) come out as expected', c.cases_passed)
    else format('%s of %s worked cases come out otherwise', c.cases_failed, c.cases_failed + c.cases_passed) end;
  return next;

  gate := 'findings'; is_open := coalesce(c.state = 'passed', false);
  says := case when d.hash is null then 'Not looked for: the rulebook is not sound'
    when waits then 'The check is under way'
    when c.errors + c.warnings > 0 then format('%s error(s) and %s warning(s): mend them, or accept them by name with a reason', c.errors, c.warnings)
    when is_open then format('No error and no warning; %s accepted by name', c.accepted)
    else 'The check failed' end;
  return next;

  gate := 'base'; is_open := d.base is not distinct from f.release and d.hash is distinct from now_hash;
  says := case when d.base is distinct from f.release then
      case when f.release is null then 'It was begun from a release, and none is in force'
        else format('Release %s is in force and the draft was made on %s: merge it', f.release, coalesce('release ' || d.base, 'nothing')) end
    when d.hash = now_hash then 'It changes nothing: what is in force is the same'
    when f.release is null then 'Nothing is in force yet: this will be the first release'
    else format('Made on release %s, which is in force', f.release) end;
  return next;

  gate := 'impact';
  if mode = 'first' then
    is_open := true; says := 'Not asked: nothing is in force yet';
  else
    select string_agg(distinct a.by_name, ', ') into names
      from impacts i join impact_acknowledgements a on a.impact_id = i.id
     where i.state = 'done' and i.after_hash = d.hash and i.before_hash = now_hash;
    is_open := names is not null;
    says := case when is_open then format('%s took note of what it changes', names)
      when exists (select from impacts i where i.state = 'done' and i.after_hash = d.hash and i.before_hash = now_hash)
        then 'Previewed: somebody must take note of it by name'
      when exists (select from impacts i where i.state in ('waiting', 'running') and i.after_hash = d.hash and i.before_hash = now_hash)
        then 'The preview is under way'
      else 'Preview what it would have done to the last orders' end;
  end if;
  return next;

  gate := 'review';
  if standing_submission(d.id, d.version) is null then
    is_open := false; says := 'Submit it for review';
  elsif mode = 'first' then
    is_open := true; says := 'Nobody else is asked: it is the first release of an empty lab';
  elsif mode = 'alone' then
    is_open := true; says := 'Nobody else is asked: this lab publishes alone, as its settings say';
  else
    select string_agg(a.name, ', ') into names from approvals_of(d) a;
    is_open := names is not null;
    says := case when is_open then format('Approved by %s', names)
      else 'Somebody who made no edit in it must approve it' end;
  end if;
  return next;
end $$;

create function must_be_open(p_draft text, p_skip text[]) returns void language plpgsql stable as $$
declare g record;
begin
  for g in select * from draft_gates(p_draft) loop
    if g.is_open is not true and not g.gate = any(p_skip) then perform refuse('gate_shut', g.gate, g.says); end if;
  end loop;
end $$;

-- The draft, held until the end of the transaction, if it may still move and is what the caller saw.
create function hold_draft(p_draft text, p_version integer) returns drafts language plpgsql as $$
declare d drafts; r integer;
begin
  select * into d from drafts where id = p_draft for update;
  if d.id is null then perform refuse('not_found', null, format('There is no draft %s', p_draft)); end if;
  select number into r from releases where draft_id = d.id;
  if r is not null then perform refuse('draft_closed', null, format('The draft is release %s: begin a new one', r)); end if;
  if d.discarded_at is not null then perform refuse('draft_closed', null, 'The draft was discarded: take it out of the bin first'); end if;
  if d.version <> p_version then
    perform refuse('draft_changed', 'version', format('The draft is at version %s, last changed by %s; you saw version %s', d.version, d.changed_by_name, p_version));
  end if;
  return d;
end $$;

-- One at a time: what is in force is read and written under this lock.
create function hold_activation() returns void language sql as $$
  select pg_advisory_xact_lock(hashtextextended('ils:activation:' || current_schema(), 0))
$$;

create function suspend_where(p_draft text, p_base_moved boolean, p_reason text, p_at timestamptz) returns jsonb language sql as $$
  with gone as (
    update schedules s set state = 'suspended', reason = p_reason
     where s.state = 'waiting' and (s.draft_id = p_draft or p_base_moved)
    returning s.id, s.draft_id, s.version, s.hash
  )
  select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'draft_id', g.draft_id, 'name', d.name, 'version', g.version, 'hash', g.hash)), '[]')
    from gone g join drafts d on d.id = g.draft_id
$$;

-- Brings a release into force. The only writer of activations; nobody but the functions below may call it.
create function bring_into_force(p_release integer, p_kind text, p_practices text[], p_reason text, p jsonb) returns jsonb
language plpgsql as $$
declare
  f activations := in_force_for_everyone();
  a activations;
  h text;
  gone jsonb := '[]';
begin
  select hash into h from releases where number = p_release;
  insert into activations (n, release, kind, before, practices, reason, by_kind, by_id, by_name, at)
  select coalesce(max(x.n), 0) + 1, p_release, p_kind, f.release, p_practices, p_reason,
         coalesce(p->>'by_kind', 'person'), p->>'by_id', p->>'by_name', (p->>'at')::timestamptz
    from activations x
  returning * into a;
  if p_practices is null and p_release is distinct from f.release then
    gone := suspend_where(p->>'draft_id', true, format('Release %s came into force: merge the draft onto it', p_release), a.at);
  end if;
  -- A notification holds 8,000 bytes: of a large pilot each process reads the row.
  perform say_rules(jsonb_build_object('n', a.n, 'release', a.release, 'hash', h, 'at', a.at)
    || case when p_practices is null or length(p_practices::text) < 6000 then jsonb_build_object('practices', to_jsonb(p_practices)) else '{}' end);
  return to_jsonb(a) || jsonb_build_object('hash', h, 'suspended', gone);
end $$;

create function keep_check(p jsonb) returns jsonb language plpgsql security definer set search_path from current as $$
begin
  insert into rulebook_checks as c (hash, state, errors, warnings, advice, accepted, cases_passed, cases_failed, findings, failed_cases, seconds, at)
  values (p->>'hash', p->>'state', coalesce((p->>'errors')::integer, 0), coalesce((p->>'warnings')::integer, 0),
          coalesce((p->>'advice')::integer, 0), coalesce((p->>'accepted')::integer, 0),
          coalesce((p->>'cases_passed')::integer, 0), coalesce((p->>'cases_failed')::integer, 0),
          coalesce(p->'findings', '[]'), coalesce(p->'failed_cases', '[]'), (p->>'seconds')::double precision, (p->>'at')::timestamptz)
  on conflict (hash) do update set state = excluded.state, errors = excluded.errors, warnings = excluded.warnings,
         advice = excluded.advice, accepted = excluded.accepted, cases_passed = excluded.cases_passed,
         cases_failed = excluded.cases_failed, findings = excluded.findings, failed_cases = excluded.failed_cases,
         seconds = excluded.seconds, at = excluded.at
   where c.state = 'running';
  return '{}';
end $$;

create function begin_impact(p jsonb) returns jsonb language plpgsql security definer set search_path from current as $$
begin
  insert into impacts (id, draft_id, version, before_hash, after_hash, wanted, state, by_id, by_name, at)
  values (p->>'id', p->>'draft_id', (p->>'version')::integer, p->>'before_hash', p->>'after_hash', (p->>'wanted')::integer,
          'waiting', p->>'by_id', p->>'by_name', (p->>'at')::timestamptz);
  return '{}';
end $$;

create function note_impact(p jsonb) returns jsonb language plpgsql security definer set search_path from current as $$
declare s text;
begin
  update impacts set state = 'running', total = coalesce((p->>'total')::integer, total),
         judged = (p->>'judged')::integer, changed = (p->>'changed')::integer
   where id = p->>'id' and state in ('waiting', 'running');
  select state into s from impacts where id = p->>'id';
  return jsonb_build_object('state', s);
end $$;

create function end_impact(p jsonb) returns jsonb language plpgsql security definer set search_path from current as $$
declare s text;
begin
  if p->>'state' not in ('done', 'cancelled', 'failed') then
    perform refuse('impact_over', null, 'A preview ends as done, cancelled or failed');
  end if;
  update impacts set state = p->>'state', total = coalesce((p->>'total')::integer, total),
         judged = coalesce((p->>'judged')::integer, judged), changed = coalesce((p->>'changed')::integer, changed),
         price_difference = coalesce((p->>'price_difference')::bigint, price_difference),
         tallies = coalesce(p->'tallies', tallies), sentences = coalesce(p->'sentences', sentences),
         failure = p->>'failure', ended_at = (p->>'at')::timestamptz
   where id = p->>'id' and (state in ('waiting', 'running') or state = 'cancelled' and p->>'state' = 'cancelled');
  select state into s from impacts where id = p->>'id';
  return jsonb_build_object('state', s);
end $$;

create function acknowledge_impact(p jsonb) returns jsonb language plpgsql security definer set search_path from current as $$
declare i impacts; who text := at_the_gate(p->>'by_id', 'Taking note of an impact');
begin
  select * into i from impacts where id = p->>'id';
  if i.id is null then perform refuse('not_found', null, format('There is no impact preview %s', p->>'id')); end if;
  if i.state <> 'done' then perform refuse('impact_over', null, format('The preview is %s: only a complete one can be taken note of', i.state)); end if;
  if i.after_hash is distinct from p->>'after_hash' then
    perform refuse('gate_shut', 'impact', 'The preview is of another content than the one you looked at');
  end if;
  insert into impact_acknowledgements (impact_id, by_id, by_name, at)
  values (i.id, p->>'by_id', who, (p->>'at')::timestamptz) on conflict do nothing;
  return '{}';
end $$;

create function say_review(p jsonb, p_kind text, p_hash text, p_who text) returns void language sql as $$
  insert into draft_reviews (id, draft_id, kind, version, hash, comment, by_id, by_name, at)
  values (p->>'id', p->>'draft_id', p_kind, (p->>'version')::integer, p_hash, p->>'comment', p->>'by_id', p_who, (p->>'at')::timestamptz)
$$;

create function submit_draft(p jsonb) returns jsonb language plpgsql security definer set search_path from current as $$
declare
  d drafts := hold_draft(p->>'draft_id', (p->>'version')::integer);
  who text := at_the_gate(p->>'by_id', 'Submitting');
begin
  perform must_be_open(d.id, array['impact', 'review']);
  if standing_submission(d.id, d.version) is null then perform say_review(p, 'submitted', d.hash, who); end if;
  -- Whoever judges gets it ready, so that bringing it into force only swaps.
  perform say_rules(jsonb_build_object('prepare', d.hash));
  return jsonb_build_object('hash', d.hash, 'name', d.name);
end $$;

create function withdraw_draft(p jsonb) returns jsonb language plpgsql security definer set search_path from current as $$
declare
  d drafts := hold_draft(p->>'draft_id', (p->>'version')::integer);
  who text := at_the_gate(p->>'by_id', 'Withdrawing');
begin
  if standing_submission(d.id, d.version) is null then perform refuse('already_so', null, 'The draft is not in review'); end if;
  perform say_review(p, 'withdrawn', d.hash, who);
  return jsonb_build_object('hash', d.hash, 'name', d.name, 'suspended', suspend_where(d.id, false, 'The draft was taken out of review', (p->>'at')::timestamptz));
end $$;

create function approve_draft(p jsonb) returns jsonb language plpgsql security definer set search_path from current as $$
declare
  d drafts := hold_draft(p->>'draft_id', (p->>'version')::integer);
  who text := at_the_gate(p->>'by_id', 'Approving');
begin
  if d.hash is distinct from p->>'hash' then
    perform refuse('gate_shut', 'sound', 'The draft holds another content than the one you looked at: look again');
  end if;
  if exists (select from wrote_in(d.id) w where w.id = p->>'by_id') then
    perform refuse('gate_shut', 'review', format('%s edited this draft: somebody who made no edit must approve it', who));
  end if;
  if standing_submission(d.id, d.version) is null then perform refuse('gate_shut', 'review', 'The draft is not in review: it must be submitted first'); end if;
  if not exists (select from approvals_of(d) a where a.id = p->>'by_id') then perform say_review(p, 'approved', d.hash, who); end if;
  perform say_rules(jsonb_build_object('prepare', d.hash));
  return jsonb_build_object('hash', d.hash, 'name', d.name);
end $$;

create function decline_draft(p jsonb) returns jsonb language plpgsql security definer set search_path from current as $$
declare
  d drafts := hold_draft(p->>'draft_id', (p->>'version')::integer);
  who text := at_the_gate(p->>'by_id', 'Declining');
begin
  if standing_submission(d.id, d.version) is null then perform refuse('gate_shut', 'review', 'The draft is not in review'); end if;
  perform say_review(p, 'declined', d.hash, who);
  return jsonb_build_object('hash', d.hash, 'name', d.name, 'suspended', suspend_where(d.id, false, 'The draft was declined', (p->>'at')::timestamptz));
end $$;

create function suspend_schedules(p jsonb) returns jsonb language sql security definer set search_path from current as $$
  select jsonb_build_object('suspended', suspend_where(p->>'draft_id', false, p->>'reason', (p->>'at')::timestamptz))
$$;

-- Makes the release of a draft and brings it into force. Whoever calls has looked at who acts.
create function make_release(p jsonb, p_practices text[], p_kind text) returns jsonb language plpgsql as $$
declare
  d drafts;
  f activations;
  c rulebook_checks;
  i impacts;
  mode text;
  last_submission text;
  next_number integer;
  acknowledged jsonb;
  a jsonb;
begin
  perform hold_activation();
  d := hold_draft(p->>'draft_id', (p->>'version')::integer);
  if d.hash is distinct from p->>'hash' then
    perform refuse('gate_shut', 'sound', 'The draft holds another content than the one you named: look again');
  end if;
  perform must_be_open(d.id, case when p->>'emergency' is null then '{}' else array['impact', 'review'] end);
  f := in_force_for_everyone();
  select case when f.n is null then 'first' when p->>'emergency' is not null then 'emergency' else b.review end into mode
    from (select) one left join releases r on r.number = f.release left join rulebooks b on b.hash = r.hash;
  if mode = 'first' and p_practices is not null then
    perform refuse('gate_shut', 'base', 'The first release is for everyone: a pilot needs something in force for the others');
  end if;
  select * into c from rulebook_checks where hash = d.hash;
  select x.* into i from impacts x join releases r on r.number = f.release
   where x.state = 'done' and x.after_hash = d.hash and x.before_hash = r.hash
     and exists (select from impact_acknowledgements k where k.impact_id = x.id)
   order by x.at desc limit 1;
  select jsonb_build_object('id', k.by_id, 'name', k.by_name) into acknowledged
    from impact_acknowledgements k where k.impact_id = i.id order by k.at limit 1;
  select r.comment into last_submission from draft_reviews r where r.draft_id = d.id and r.kind = 'submitted' order by r.n desc limit 1;
  select coalesce(max(number), 0) + 1 into next_number from releases;
  insert into releases (number, hash, parent, name, notes, draft_id, draft_version, authors, approvers, review, emergency,
                        by_kind, by_id, by_name, at, impact_id, impact_sentences, acknowledged_by, findings)
  values (next_number, d.hash, f.release, d.name, coalesce(p->>'notes', last_submission, ''), d.id, d.version,
          coalesce((select jsonb_agg(to_jsonb(w)) from wrote_in(d.id) w), '[]'),
          coalesce((select jsonb_agg(to_jsonb(v)) from approvals_of(d) v), '[]'),
          mode, case when mode = 'emergency' then p->>'emergency' end,
          coalesce(p->>'by_kind', 'person'), p->>'by_id', p->>'by_name', (p->>'at')::timestamptz,
          i.id, coalesce(i.sentences, '[]'), acknowledged,
          jsonb_build_object('warnings', c.warnings, 'advice', c.advice, 'accepted', c.accepted, 'cases', c.cases_passed));
  update schedules set state = 'cancelled', reason = format('Published as release %s', next_number)
   where draft_id = d.id and state = 'waiting' and id is distinct from p->>'schedule_id';
  a := bring_into_force(next_number, p_kind, p_practices, p->>'emergency', p);
  return a || jsonb_build_object('number', next_number, 'review', mode, 'name', d.name);
end $$;

create function practices_in(p jsonb) returns text[] language sql immutable as $$
  select case when jsonb_typeof(p->'practices') = 'array' then (select array_agg(x order by x) from jsonb_array_elements_text(p->'practices') x) end
$$;

create function publish_draft(p jsonb) returns jsonb language plpgsql security definer set search_path from current as $$
declare who text := at_the_gate(p->>'by_id', 'Publishing'); to_whom text[] := practices_in(p);
begin
  if p->>'emergency' is not null and length(trim(p->>'emergency')) < 10 then
    perform refuse('gate_shut', 'review', 'An emergency needs a reason of at least ten characters');
  end if;
  return make_release(p || jsonb_build_object('by_name', who, 'by_kind', 'person'), to_whom,
                      case when to_whom is null then 'published' else 'pilot' end);
end $$;

create function schedule_draft(p jsonb) returns jsonb language plpgsql security definer set search_path from current as $$
declare
  d drafts := hold_draft(p->>'draft_id', (p->>'version')::integer);
  who text := at_the_gate(p->>'by_id', 'Scheduling');
  s schedules;
begin
  if d.hash is distinct from p->>'hash' then
    perform refuse('gate_shut', 'sound', 'The draft holds another content than the one you named: look again');
  end if;
  perform must_be_open(d.id, '{}');
  if (p->>'due_at')::timestamptz <= (p->>'at')::timestamptz then
    perform refuse('gate_shut', 'schedule', 'The moment is past: publish it now, or name a later one');
  end if;
  select * into s from schedules where draft_id = d.id and state = 'waiting';
  if s.id is not null then
    perform refuse('gate_shut', 'schedule', format('It is scheduled for %s already: cancel that first', s.local));
  end if;
  insert into schedules (id, draft_id, version, hash, practices, due_at, local, time_zone, state, by_id, by_name, at)
  values (p->>'id', d.id, d.version, d.hash, practices_in(p), (p->>'due_at')::timestamptz, p->>'local', p->>'time_zone',
          'waiting', p->>'by_id', who, (p->>'at')::timestamptz);
  perform say_rules(jsonb_build_object('prepare', d.hash));
  return jsonb_build_object('name', d.name);
end $$;

create function cancel_schedule(p jsonb) returns jsonb language plpgsql security definer set search_path from current as $$
declare s schedules; who text := at_the_gate(p->>'by_id', 'Cancelling a schedule');
begin
  select * into s from schedules where id = p->>'id' for update;
  if s.id is null then perform refuse('not_found', null, format('There is no schedule %s', p->>'id')); end if;
  if s.state <> 'waiting' then perform refuse('schedule_over', null, format('The schedule is %s', s.state)); end if;
  update schedules set state = 'cancelled', reason = coalesce(p->>'reason', format('Cancelled by %s', who)) where id = s.id;
  return jsonb_build_object('draft_id', s.draft_id);
end $$;

-- Carries a schedule out. Every gate is looked at again; where one is shut it is suspended and says why.
create function run_schedule(p jsonb) returns jsonb language plpgsql security definer set search_path from current as $$
declare s schedules; a jsonb; why text;
begin
  perform hold_activation();
  -- The draft first, as an edit does.
  perform from drafts d join schedules x on x.draft_id = d.id where x.id = p->>'id' for update of d;
  select * into s from schedules where id = p->>'id' for update;
  -- The task may come twice, and the schedule may be cancelled by then.
  if s.id is null or s.state <> 'waiting' then return jsonb_build_object('state', 'over'); end if;
  if s.due_at > (p->>'at')::timestamptz then return jsonb_build_object('state', 'waiting'); end if;
  begin
    perform at_the_gate(s.by_id, 'A schedule');
    a := make_release(jsonb_build_object('draft_id', s.draft_id, 'version', s.version, 'hash', s.hash, 'schedule_id', s.id,
           'by_id', s.by_id, 'by_name', s.by_name, 'by_kind', 'person', 'at', p->>'at'),
           s.practices, case when s.practices is null then 'scheduled' else 'pilot' end);
  exception when sqlstate 'ILS01' then
    get stacked diagnostics why = pg_exception_hint;
    update schedules set state = 'suspended', reason = why where id = s.id;
    return jsonb_build_object('state', 'suspended', 'reason', why, 'draft_id', s.draft_id, 'version', s.version, 'hash', s.hash,
                              'name', (select name from drafts where id = s.draft_id));
  end;
  update schedules set state = 'done', release = (a->>'number')::integer where id = s.id;
  return a || jsonb_build_object('state', 'done', 'by_id', s.by_id, 'by_name', s.by_name);
end $$;

create function promote_release(p jsonb) returns jsonb language plpgsql security definer set search_path from current as $$
declare
  who text := at_the_gate(p->>'by_id', 'Promoting');
  r releases;
  f activations;
  piloted text[];
begin
  perform hold_activation();
  select * into r from releases where number = (p->>'number')::integer;
  if r.number is null then perform refuse('not_found', null, format('There is no release %s', p->>'number')); end if;
  f := in_force_for_everyone();
  select array_agg(distinct x.practice order by x.practice) into piloted from pilots() x where x.release = r.number;
  if piloted is null then
    perform refuse('already_so', null, format('Release %s is not in force for single practices', r.number));
  end if;
  if p->>'to' = 'everyone' then
    if r.parent is distinct from f.release then
      perform refuse('gate_shut', 'base', format('Release %s was made on release %s, and release %s is in force: merge it in a new draft', r.number, r.parent, f.release));
    end if;
    return bring_into_force(r.number, 'promoted', null, p->>'reason', p || jsonb_build_object('by_name', who));
  end if;
  return bring_into_force(f.release, 'pilot_ended', piloted, p->>'reason', p || jsonb_build_object('by_name', who));
end $$;

-- For whom something else is in force than for everyone.
create function pilots() returns table (practice text, release integer, n bigint) language sql stable as $$
  select l.practice, l.release, l.n from (
    select distinct on (x.practice) x.practice, a.release, a.n
      from activations a cross join lateral unnest(a.practices) as x(practice)
     where a.practices is not null and a.n > coalesce((in_force_for_everyone()).n, 0)
     order by x.practice, a.n desc) l
   where l.release is distinct from (in_force_for_everyone()).release
$$;

create function roll_back(p jsonb) returns jsonb language plpgsql security definer set search_path from current as $$
declare
  who text := at_the_gate(p->>'by_id', 'Rolling back');
  f activations;
  target integer := (p->>'to')::integer;
begin
  perform hold_activation();
  f := in_force_for_everyone();
  if f.n is null then perform refuse('nothing_in_force', null, 'No release is in force: there is nothing to take back'); end if;
  if (p->>'expected')::integer is distinct from f.release and p->>'expected' is not null then
    perform refuse('conflict', 'expected', format('Release %s is in force, not %s: look again', f.release, p->>'expected'));
  end if;
  if target is null then
    -- What it was made on: a release that was taken back before is not brought back by taking back the next.
    select r.parent into target from releases r where r.number = f.release;
    if target is null then perform refuse('gate_shut', 'base', format('Nothing was in force before release %s', f.release)); end if;
  end if;
  if not exists (select from releases where number = target) then perform refuse('not_found', null, format('There is no release %s', target)); end if;
  if not exists (select from activations a where a.practices is null and a.release = target) then
    perform refuse('gate_shut', 'base', format('Release %s was never in force for everyone: only what was can be brought back', target));
  end if;
  if target = f.release and not exists (select from pilots()) then
    perform refuse('already_so', null, format('Release %s is in force already', target));
  end if;
  return bring_into_force(target, 'rolled_back', null, p->>'reason', p || jsonb_build_object('by_name', who));
end $$;

do $$
declare f text;
begin
  -- What looks nothing up itself is for the functions above only.
  foreach f in array array['bring_into_force(integer, text, text[], text, jsonb)', 'make_release(jsonb, text[], text)',
      'say_review(jsonb, text, text, text)', 'suspend_where(text, boolean, text, timestamptz)', 'hold_draft(text, integer)'] loop
    execute format('revoke execute on function %s from public', f);
  end loop;
end $$;
`
