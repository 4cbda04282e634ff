-- Takes up to p_limit deliveries of a queue for a node, fairly: deficit round-robin over the queue's
-- lanes (its tenants), beginning where the node's last claim ended. Its transaction is its own.
--
--   p_lane, p_credit   the lane served last, and what was left of its turn (0: begin behind it)
--   p_lane_limit       deliveries of one tenant that may run at once on all nodes; null: any number
--   p_queue_limit      the same for the queue. Both are exact: claims that need them take turns
--   p_limited          listeners with a rate limit; p_rates a second, p_bursts at once
--
-- The last row has no id and tells of the claim itself: the lane and credit to go on with, and in
-- attempt how many deliveries it has set aside because their listener is held.
--
-- Each statement of a volatile function sees what was committed before it: the counts behind the
-- advisory locks rely on that.
create function relay.claim(
  p_queue text, p_limit int, p_owner uuid, p_now timestamptz,
  p_lane uuid, p_credit int, p_lane_limit int, p_queue_limit int,
  p_limited text[], p_rates double precision[], p_bursts double precision[]
) returns table (
  tenant_id uuid, id uuid, lease_no bigint, event_id uuid, listener text, priority smallint,
  available_at timestamptz, attempt int, crash_count int, replay boolean, trial boolean, credit int,
  type text, version int, payload jsonb, occurred_at timestamptz, correlation_id uuid,
  trace_parent text
)
  language plpgsql
  set enable_seqscan = off -- no empty or unanalyzed table may teach a plan to read it whole
  set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  v_now     timestamptz := coalesce(p_now, clock_timestamp());
  v_left    int := p_limit;
  v_lanes   uuid[] := '{}';
  v_weights int[];  -- 0: has nothing more to give
  v_spare   int[] := '{}'; -- null: any number
  v_full    uuid[] := '{}';
  v_exact   boolean;
  v_same    boolean;
  v_room    int;
  v_lane    uuid := coalesce(p_lane, '00000000-0000-0000-0000-000000000000');
  v_next    uuid;
  v_around  boolean := false;
  v_credit  int := 0;
  v_due     int;
  v_turn    int;
  v_total   int;
  v_round   int;
  v_rows    tid[];
  v_names   text[];
  v_kept    tid[];
  v_trials  uuid[];
  v_aside   int := 0;
  v_held    text[]; -- listeners that are paused, open or limited
  v_split   record;
begin
  -- A claim that a crash of the database undoes leaves deliveries that wait, as if it never was,
  -- and fences out whoever acts upon it: it need not be on the disk before it is answered.
  perform set_config('synchronous_commit', 'off', true);

  if exists (select from relay.queue_pause p where p.queue = p_queue) then
    v_left := 0;
  elsif p_queue_limit is not null then
    perform pg_advisory_xact_lock(hashtextextended('relay.queue ' || p_queue, 0));
    select least(v_left, p_queue_limit - count(*)) into v_left
    from relay.delivery d where d.queue = p_queue and d.owner is not null;
  end if;

  if v_left <= 0 then
    v_credit := p_credit; -- no room is no reason to lose one's turn
  end if;

  -- The lanes that have something and room, once around. A full one keeps nobody else waiting.
  v_exact := p_lane_limit is not null or exists (
    select from relay.lane l where l.queue = p_queue and l.concurrency is not null);
  v_same := p_credit > 0;
  while cardinality(v_lanes) < least(v_left, 200) and cardinality(v_full) < 1000 loop
    if v_same then
      v_same := false;
      select d.tenant_id into v_next from relay.delivery d
      where d.queue = p_queue and d.owner is null and d.held is null and d.crash_count = 0
        and d.tenant_id >= v_lane
      order by d.tenant_id limit 1;
      continue when v_next is distinct from p_lane;
    else
      select d.tenant_id into v_next from relay.delivery d
      where d.queue = p_queue and d.owner is null and d.held is null and d.crash_count = 0
        and d.tenant_id > v_lane
      order by d.tenant_id limit 1;
      if not found then
        exit when v_around;
        v_around := true;
        v_lane := '00000000-0000-0000-0000-000000000000';
        continue;
      end if;
      exit when v_next = any (v_lanes) or v_next = any (v_full);
    end if;
    v_lane := v_next;
    v_room := null;
    if v_exact then
      v_room := coalesce((select l.concurrency from relay.lane l
                          where l.tenant_id = v_next and l.queue = p_queue), p_lane_limit);
    end if;
    if v_room is not null then
      if pg_try_advisory_xact_lock(hashtextextended(p_queue || ' ' || v_next, 1)) then
        v_room := v_room - (
          select count(*) from relay.delivery d
          where d.queue = p_queue and d.tenant_id = v_next and d.owner is not null);
      else
        v_room := 0; -- another node is at this lane now
      end if;
      if v_room <= 0 then
        v_full := v_full || v_next;
        continue;
      end if;
    end if;
    v_lanes := v_lanes || v_next;
    v_spare := array_append(v_spare, v_room);
  end loop;
  v_lane := p_lane;

  if v_lanes <> '{}' then
    select array_agg(coalesce(l.weight, 1) order by o.n) into v_weights
    from unnest(v_lanes) with ordinality o (lane, n)
    left join relay.lane l on l.tenant_id = o.lane and l.queue = p_queue;
    -- Locked, so that who resumes a listener finds all that was set aside for it before.
    select coalesce(array_agg(s.listener), '{}') || p_limited into v_held from (
      select s.listener from relay.listener_state s
      where s.paused_at is not null or s.opened_at is not null for share) s;
  end if;

  -- A lane that gives less than its share leaves it to the others: hence several rounds.
  while v_lanes <> '{}' loop
    v_total := (select sum(w) from unnest(v_weights) w);
    exit when v_left = 0 or v_total = 0;
    v_round := greatest(v_left / v_total, 1);
    for i in 1 .. cardinality(v_lanes) loop
      exit when v_left = 0;
      continue when v_weights[i] = 0;
      v_due := v_weights[i] * v_round;
      if p_credit > 0 and v_lanes[i] = p_lane then
        v_due := greatest(v_due - v_weights[i] + p_credit, 1);
        p_credit := 0;
      end if;
      v_turn := least(v_due, v_left, v_spare[i]);
      select array_agg(t.ctid), array_agg(t.listener) into v_rows, v_names from (
        select d.ctid, d.listener from relay.delivery d
        where d.queue = p_queue and d.tenant_id = v_lanes[i]
          and d.owner is null and d.held is null and d.crash_count = 0
        order by d.priority desc, d.available_at, d.id
        limit v_turn for update skip locked) t;
      v_kept := v_rows;
      v_trials := '{}';
      if v_names && v_held then
        select * into v_split
        from relay.set_aside(v_rows, v_names, v_now, p_limited, p_rates, p_bursts);
        v_kept := v_split.kept;
        v_trials := v_split.trials;
        v_aside := v_aside + v_split.aside;
      end if;
      -- The events here, not by who calls: an event that was committed after the caller's statement
      -- began is seen by the statements of this function alone.
      return query
        with claimed as (
          update relay.delivery d
          set owner = p_owner, leased_at = now(), lease_no = d.lease_no + 1
          where d.ctid = any (v_kept)
          returning d.tenant_id, d.id, d.lease_no, d.event_id, d.listener, d.priority,
                    d.available_at, d.attempt, d.crash_count, d.replay, d.id = any (v_trials), 0
        )
        select c.*, e.type, e.version, e.payload, e.occurred_at, e.correlation_id, e.trace_parent
        from claimed c
        left join lateral (
          select * from relay.event e where e.tenant_id = c.tenant_id and e.id = c.event_id limit 1
        ) e on true;
      v_left := v_left - coalesce(cardinality(v_kept), 0);
      v_spare[i] := v_spare[i] - coalesce(cardinality(v_kept), 0);
      v_lane := v_lanes[i];
      v_credit := least(v_due - coalesce(cardinality(v_kept), 0), v_weights[i]);
      if coalesce(cardinality(v_rows), 0) < v_turn or v_spare[i] = 0 then
        v_weights[i] := 0;
        v_credit := 0; -- a lane that has nothing left saves nothing up
      end if;
    end loop;
    exit when v_aside > 5000;
  end loop;
  tenant_id := v_lane;
  credit := case when v_left <= 0 then v_credit else 0 end;
  attempt := v_aside;
  return next;
end
$$;

-- Takes one delivery whose node died while it ran: the one with the fewest crashes first, so that
-- innocents are cleared before the culprit. Keeps to the same limits.
create function relay.claim_suspect(
  p_queue text, p_owner uuid, p_now timestamptz, p_lane_limit int, p_queue_limit int
) returns table (
  tenant_id uuid, id uuid, lease_no bigint, event_id uuid, listener text, priority smallint,
  available_at timestamptz, attempt int, crash_count int, replay boolean, trial boolean,
  type text, version int, payload jsonb, occurred_at timestamptz, correlation_id uuid,
  trace_parent text
)
  language plpgsql
  set enable_seqscan = off
  set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  v_now    timestamptz := coalesce(p_now, clock_timestamp());
  v_row    tid;
  v_tenant uuid;
  v_limit  int;
begin
  if exists (select from relay.queue_pause p where p.queue = p_queue) then
    return;
  end if;
  for v_row, v_tenant in
    select d.ctid, d.tenant_id from relay.delivery d
    where d.queue = p_queue and d.owner is null and d.held is null and d.crash_count > 0
      and not exists (select from relay.listener_state s
                      where s.listener = d.listener
                        and (s.paused_at is not null or s.retry_at > v_now))
    order by d.crash_count, d.available_at, d.id limit 50
  loop
    if p_queue_limit is not null then
      perform pg_advisory_xact_lock(hashtextextended('relay.queue ' || p_queue, 0));
      exit when p_queue_limit <= (select count(*) from relay.delivery d
                                  where d.queue = p_queue and d.owner is not null);
    end if;
    v_limit := coalesce((select l.concurrency from relay.lane l
                         where l.tenant_id = v_tenant and l.queue = p_queue), p_lane_limit);
    if v_limit is not null then
      continue when not pg_try_advisory_xact_lock(hashtextextended(p_queue || ' ' || v_tenant, 1));
      continue when v_limit <= (select count(*) from relay.delivery d
                                where d.queue = p_queue and d.tenant_id = v_tenant
                                  and d.owner is not null);
    end if;
    return query
      with claimed as (
        update relay.delivery d
        set owner = p_owner, leased_at = now(), lease_no = d.lease_no + 1
        where d.ctid = any (array (
          select s.ctid from relay.delivery s
          where s.ctid = v_row and s.owner is null and s.held is null and s.crash_count > 0
          for update skip locked))
        returning d.tenant_id, d.id, d.lease_no, d.event_id, d.listener, d.priority,
                  d.available_at, d.attempt, d.crash_count, d.replay,
                  exists (select from relay.listener_state s
                          where s.listener = d.listener and s.opened_at is not null)
      )
      select c.*, e.type, e.version, e.payload, e.occurred_at, e.correlation_id, e.trace_parent
      from claimed c
      left join lateral (
        select * from relay.event e where e.tenant_id = c.tenant_id and e.id = c.event_id limit 1
      ) e on true;
    exit when found;
  end loop;
end
$$;

-- Of the locked rows given, those whose listener may run now. The others are set aside: out of the
-- claim's index, until their time. Of a listener whose circuit is half open one is let through.
create function relay.set_aside(
  p_rows tid[], p_names text[], p_now timestamptz,
  p_limited text[], p_rates double precision[], p_bursts double precision[],
  out kept tid[], out trials uuid[], out aside int
)
  language plpgsql
  set enable_seqscan = off
  set plan_cache_mode = force_generic_plan
as $$
declare
  v_state  relay.listener_state;
  v_name   text;
  v_rows   tid[];
  v_free   int;
  v_at     int;
begin
  kept := '{}';
  trials := '{}';
  aside := 0;
  for v_name, v_rows in
    select n.name, array_agg(n.at order by n.i)
    from unnest(p_rows, p_names) with ordinality n (at, name, i) group by n.name order by n.name
  loop
    v_at := array_position(p_limited, v_name);
    if v_at is not null then
      insert into relay.listener_state (listener, tokens, filled_at)
      values (v_name, p_bursts[v_at], p_now) on conflict do nothing;
    end if;
    select * into v_state from relay.listener_state s where s.listener = v_name for update;
    v_free := cardinality(v_rows);
    if v_state.paused_at is not null then
      update relay.delivery d set held = 'pause', available_at = 'infinity'
      where d.ctid = any (v_rows);
      v_free := 0;
    elsif v_state.opened_at is not null then
      if v_state.retry_at <= p_now then
        v_free := 1;
        v_state.retry_at := p_now + v_state.open_for;
        update relay.listener_state s set retry_at = v_state.retry_at where s.listener = v_name;
        trials := trials || (select d.id from relay.delivery d where d.ctid = v_rows[1]);
      else
        v_free := 0;
      end if;
      update relay.delivery d set held = 'circuit', available_at = v_state.retry_at
      where d.ctid = any (v_rows[v_free + 1 :]);
    elsif v_at is not null then
      v_state.tokens := least(p_bursts[v_at], coalesce(v_state.tokens, p_bursts[v_at])
        + greatest(extract(epoch from p_now - coalesce(v_state.filled_at, p_now)), 0)
          * p_rates[v_at]);
      v_free := least(v_free, floor(v_state.tokens)::int);
      update relay.listener_state s set tokens = v_state.tokens - v_free, filled_at = p_now
      where s.listener = v_name;
      -- each until its own token falls due
      update relay.delivery d
      set held = 'rate',
          available_at = p_now + make_interval(
            secs => (o.n - (v_state.tokens - v_free)) / p_rates[v_at])
      from unnest(v_rows[v_free + 1 :]) with ordinality o (at, n)
      where d.ctid = o.at;
    end if;
    kept := kept || v_rows[: v_free];
    aside := aside + cardinality(v_rows) - v_free;
  end loop;
end
$$;

-- Puts what has become due, or whose listener runs again, back among the claimable. Answers the
-- queues, but for paused ones, that have something claimable; a row without a queue says in how many seconds more will
-- become due.
create function relay.look(p_queues text[], p_now timestamptz)
  returns table (queue text, next_due double precision)
  language plpgsql
  set enable_seqscan = off
  set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  v_now  timestamptz := coalesce(p_now, clock_timestamp());
  v_held text;
  v_next timestamptz;
begin
  foreach v_held in array array['delay', 'circuit', 'rate'] loop
    update relay.delivery d set held = null
    where d.ctid = any (array (
      select h.ctid from relay.delivery h
      where h.owner is null and h.held = v_held and h.available_at <= v_now
      order by h.available_at limit 2000 for update skip locked));
    select least(v_next, min(f.available_at)) into v_next from (
      select h.available_at from relay.delivery h
      where h.owner is null and h.held = v_held order by h.available_at limit 1) f;
  end loop;
  return query
    select q.queue, null::double precision from unnest(p_queues) q (queue)
    where not exists (select from relay.queue_pause p where p.queue = q.queue)
      and (exists (
             select from relay.delivery d
             where d.queue = q.queue and d.owner is null and d.held is null and d.crash_count = 0)
        or exists (
             select from relay.delivery d
             where d.queue = q.queue and d.owner is null and d.held is null and d.crash_count > 0));
  next_due := extract(epoch from v_next - v_now);
  queue := null;
  return next;
end
$$;

revoke execute on function
  relay.claim(text, int, uuid, timestamptz, uuid, int, int, int, text[], double precision[], double precision[]),
  relay.claim_suspect(text, uuid, timestamptz, int, int),
  relay.set_aside(tid[], text[], timestamptz, text[], double precision[], double precision[]),
  relay.look(text[], timestamptz)
  from public;
grant execute on function
  relay.claim(text, int, uuid, timestamptz, uuid, int, int, int, text[], double precision[], double precision[]),
  relay.claim_suspect(text, uuid, timestamptz, int, int),
  relay.set_aside(tid[], text[], timestamptz, text[], double precision[], double precision[]),
  relay.look(text[], timestamptz)
  to ${relayRole};
