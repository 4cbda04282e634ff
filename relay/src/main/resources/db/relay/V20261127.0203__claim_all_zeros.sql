-- A claim passed over the lane of the tenant that is all zeros, for the walk begins behind that; it is
-- whose the events of no company are. Else it is as V20261123.0352 made it.
create or replace function relay.claim(
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
  v_room    int;
  v_lane    uuid;
  v_next    uuid;
  v_from    uuid := coalesce(p_lane, '00000000-0000-0000-0000-000000000000');
  v_to      uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  v_zeros   boolean := p_lane is null; -- whether the lane of all zeros is next
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
  v_next := case when p_credit > 0 then p_lane end;
  while cardinality(v_lanes) < least(v_left, 200) and cardinality(v_full) < 1000 loop
    if v_next is null and v_zeros then
      v_zeros := false;
      select d.tenant_id into v_next from relay.delivery d
      where d.queue = p_queue and d.owner is null and d.held is null and d.crash_count = 0
        and d.tenant_id = '00000000-0000-0000-0000-000000000000'
      limit 1;
    end if;
    if v_next is null then
      select d.tenant_id into v_next from relay.delivery d
      where d.queue = p_queue and d.owner is null and d.held is null and d.crash_count = 0
        and d.tenant_id > v_from and d.tenant_id < v_to
      order by d.tenant_id limit 1;
      if found then
        v_from := v_next;
      elsif v_to > p_lane then
        v_from := '00000000-0000-0000-0000-000000000000';
        v_to := p_lane;
        v_zeros := p_lane <> v_from;
        continue;
      else
        -- Whether the lane that was served last has more is not asked: to find out is to walk past
        -- all that was just taken from it.
        exit when p_lane is null or p_lane = any (v_lanes) or p_lane = any (v_full);
        v_next := p_lane;
      end if;
    end if;
    v_lane := v_next;
    v_next := null;
    v_room := null;
    if v_exact then
      v_room := coalesce((select l.concurrency from relay.lane l
                          where l.tenant_id = v_lane and l.queue = p_queue), p_lane_limit);
    end if;
    if v_room is not null then
      if pg_try_advisory_xact_lock(hashtextextended(p_queue || ' ' || v_lane, 1)) then
        v_room := v_room - (
          select count(*) from relay.delivery d
          where d.queue = p_queue and d.tenant_id = v_lane and d.owner is not null);
      else
        v_room := 0; -- another node is at this lane now
      end if;
      if v_room <= 0 then
        v_full := v_full || v_lane;
        continue;
      end if;
    end if;
    v_lanes := v_lanes || v_lane;
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
