-- What is left of each quota, in bucket4j's form; the key holds the tenant where there is one, and is
-- read before anybody may act for them. Not logged: a crash forgives what was counted, and no request
-- waits for a disk.
create unlogged table rate_limit (
  key      text primary key check (length(key) <= 300),
  state    bytea,
  whole_at timestamptz
) with (fillfactor = 70);

alter table rate_limit enable row level security;
alter table rate_limit force row level security;
create policy all_counts on rate_limit to ${routerRole} using (true) with check (true);
grant select, insert, delete on rate_limit to ${routerRole};
grant update (state, whole_at) on rate_limit to ${routerRole};
