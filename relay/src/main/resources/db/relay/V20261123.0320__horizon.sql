-- What keeps vacuum from removing what is done with. As the owner, because a role sees no details of
-- other users' sessions; of sessions that are hidden from the owner too only the number is told.
create function relay.horizon(
  out dead_deliveries bigint, out live_deliveries bigint, out last_vacuum timestamptz,
  out oldest_seconds double precision, out oldest_pid int, out oldest_state text
)
  language sql stable
  security definer
  set search_path = pg_catalog, pg_temp
as $$
  select s.n_dead_tup, s.n_live_tup, greatest(s.last_autovacuum, s.last_vacuum),
         extract(epoch from clock_timestamp() - o.since)::double precision, o.pid, o.state
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
  where s.schemaname = 'relay' and s.relname = 'delivery'
$$;

revoke execute on function relay.horizon() from public;
grant execute on function relay.horizon() to ${relayRole};
