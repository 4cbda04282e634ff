-- The hot table: one row per event and listener, deleted when done. Narrow, no payload, no counters.
-- No foreign key to event: months of events are dropped as partitions, and checking the key would
-- cost every delivery a lookup and a lock. Both rows are written by one statement.
create table relay.delivery (
  tenant_id    uuid        not null,
  id           uuid        not null,
  event_id     uuid        not null,
  listener     text        not null check (length(listener) between 1 and 200),
  queue        text        not null check (length(queue) between 1 and 100),
  priority     smallint    not null default 0,
  available_at timestamptz not null,
  attempt      int         not null default 0, -- failures so far; a crash is not one
  crash_count  int         not null default 0, -- nodes that died while running it
  lease_no     bigint      not null default 0, -- the fence: grows at each claim, never goes back
  owner        uuid,                           -- the node incarnation that runs it
  leased_at    timestamptz,
  unique_key   text,
  primary key (tenant_id, id)
) with (
  -- Rows live for milliseconds: vacuum by count, not by share of the table, and at full speed, or
  -- claims wade through dead rows.
  fillfactor = 80,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_insert_scale_factor = 0.2,
  autovacuum_analyze_scale_factor = 0.2,
  autovacuum_analyze_threshold = 5000,
  autovacuum_vacuum_cost_delay = 0
);

-- Each claim reads one of these in order; the predicates keep them as small as what waits.
create index delivery_ready on relay.delivery (queue, priority desc, available_at, id)
  where owner is null and crash_count = 0;
create index delivery_suspect on relay.delivery (queue, crash_count, available_at, id)
  where owner is null and crash_count > 0;
create index delivery_owner on relay.delivery (owner) where owner is not null;
-- Uniqueness is a constraint in the announcing transaction, not a lock in a cache.
create unique index delivery_unique on relay.delivery (tenant_id, listener, unique_key)
  where unique_key is not null;

alter table relay.delivery enable row level security;
alter table relay.delivery force row level security;
create policy tenant on relay.delivery to ${appRole}
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy engine on relay.delivery to ${relayRole} using (true) with check (true);

grant select, insert, update, delete on relay.delivery to ${appRole}, ${relayRole};
