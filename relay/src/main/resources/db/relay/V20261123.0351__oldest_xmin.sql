-- What keeps vacuum from removing what is done with: transactions, and what has none but holds the
-- horizon back all the same, as replication slots and standbys do. As the owner, because a role sees
-- no details of other users' sessions; of those that are hidden from the owner too only the number
-- is told.
drop function relay.horizon();

create function relay.horizon(
  out dead_deliveries bigint, out live_deliveries bigint, out last_vacuum timestamptz,
  out oldest_seconds double precision, out oldest_pid int, out oldest_state text,
  out xmin_age bigint, out xmin_holder text
)
  language sql stable
  security definer
  set search_path = pg_catalog, pg_temp
as $$
  select s.n_dead_tup, s.n_live_tup, greatest(s.last_autovacuum, s.last_vacuum),
         extract(epoch from clock_timestamp() - o.since)::double precision, o.pid, o.state,
         x.age, x.holder
  from pg_stat_all_tables s
  left join (
    select since, pid, state from (
      select a.xact_start as since, a.pid, a.state from pg_stat_activity a
      where a.datname = current_database() and a.pid <> pg_backend_pid()
        and (a.backend_xmin is not null or a.backend_xid is not null)
        and a.backend_type = 'client backend'
      union all
      select p.prepared, 0, 'prepared transaction ' || p.gid from pg_prepared_xacts p
      where p.database = current_database()
    ) t order by since limit 1
  ) o on true
  left join (
    select age(h.xmin)::bigint as age, h.holder from (
      select a.backend_xmin as xmin, a.backend_type || ' ' || a.pid as holder
      from pg_stat_activity a
      where a.pid <> pg_backend_pid() and a.backend_type <> 'autovacuum worker'
        and (a.datname = current_database() or a.datname is null)
      union all
      select p.transaction, 'prepared transaction ' || p.gid from pg_prepared_xacts p
      where p.database = current_database()
      union all
      select r.xmin, 'replication slot ' || r.slot_name from pg_replication_slots r
    ) h where h.xmin is not null order by age(h.xmin) desc limit 1
  ) x on true
  where s.schemaname = 'relay' and s.relname = 'delivery'
$$;

revoke execute on function relay.horizon() from public;
grant execute on function relay.horizon() to ${relayRole};

-- Small tables whose rows are written again and again: vacuumed by count, not by share.
alter table relay.node set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
alter table relay.listener_state
  set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500, fillfactor = 50);
alter table relay.batch
  set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000, fillfactor = 70);
alter table relay.unique_window
  set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
alter table relay.task_run
  set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
