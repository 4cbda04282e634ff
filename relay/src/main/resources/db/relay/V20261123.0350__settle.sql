-- What ends a delivery, by its keys, whatever the planner knows: the table is empty most of the
-- time, and a plan that was cached then reads all of it when a hundred thousand wait.

-- Deletes those that are still held under their leases, writes their history, and answers the
-- others. Tenants and owners are few and come once each; p_tenant and p_owner_at are positions in
-- those. Times are microseconds since 1970. With p_again history that is there already is left as it
-- is; looking for it costs a tenth of all, and there hardly ever is any.
create function relay.complete(
  p_tenants uuid[], p_owners uuid[], p_tenant int[], p_id uuid[], p_lease_no bigint[],
  p_owner_at int[], p_started bigint[], p_finished bigint[], p_again boolean
) returns setof uuid
  language plpgsql
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set plan_cache_mode = force_generic_plan
as $$
begin
  return query
    with job as (
      select p_tenants[t] as tenant_id, j.id, j.lease_no, p_owners[o] as owner,
             timestamptz 'epoch' + j.started * interval '1 microsecond' as started,
             timestamptz 'epoch' + j.finished * interval '1 microsecond' as finished
      from unnest(p_tenant, p_id, p_lease_no, p_owner_at, p_started, p_finished)
           as j (t, id, lease_no, o, started, finished)
    ), done as (
      delete from relay.delivery d
      using job j
      where d.tenant_id = j.tenant_id and d.id = j.id
        and d.lease_no = j.lease_no and d.owner is not distinct from j.owner
      returning d.tenant_id, d.id, d.lease_no, d.event_id, d.listener, d.queue, d.replay,
                d.attempt + 1 as number, d.owner, j.started, j.finished
    ), history as (
      insert into relay.attempt (tenant_id, delivery_id, lease_no, event_id, listener, queue,
                                 replay, number, outcome, node, started_at, finished_at)
      select tenant_id, id, lease_no, event_id, listener, queue, replay, number, 'completed', owner,
             started, finished
      from done where not p_again
    ), history_again as (
      insert into relay.attempt (tenant_id, delivery_id, lease_no, event_id, listener, queue,
                                 replay, number, outcome, node, started_at, finished_at)
      select tenant_id, id, lease_no, event_id, listener, queue, replay, number, 'completed', owner,
             started, finished
      from done where p_again
      on conflict do nothing
    )
    select j.id from job j where j.id not in (select done.id from done);
end
$$;

-- Deletes one that is still held under its lease, for a listener that completes in a transaction of
-- its own. False: it is not.
create function relay.fence(p_tenant uuid, p_id uuid, p_lease_no bigint, p_owner uuid)
  returns boolean
  language plpgsql
  set enable_seqscan = off
as $$
begin
  delete from relay.delivery d
  where d.tenant_id = p_tenant and d.id = p_id
    and d.lease_no = p_lease_no and d.owner is not distinct from p_owner;
  return found;
end
$$;

revoke execute on function
  relay.complete(uuid[], uuid[], int[], uuid[], bigint[], int[], bigint[], bigint[], boolean),
  relay.fence(uuid, uuid, bigint, uuid)
  from public;
grant execute on function
  relay.complete(uuid[], uuid[], int[], uuid[], bigint[], int[], bigint[], bigint[], boolean)
  to ${relayRole};
grant execute on function relay.fence(uuid, uuid, bigint, uuid) to ${appRole};
