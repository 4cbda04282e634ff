-- What happened, one row per claim that ended. Append-only and partitioned by the time of the
-- delivery: history is dropped by the month, never deleted row by row.
create table relay.attempt (
  tenant_id   uuid        not null,
  delivery_id uuid        not null,
  lease_no    bigint      not null,
  event_id    uuid        not null,
  listener    text        not null,
  queue       text        not null,
  number      int         not null, -- from 1
  outcome     text        not null
    check (outcome in ('completed', 'retried', 'failed', 'timed_out', 'crashed', 'released')),
  node        uuid        not null,
  started_at  timestamptz not null,
  finished_at timestamptz not null,
  error       text,
  primary key (tenant_id, delivery_id, lease_no)
) partition by range (delivery_id);

create index attempt_event on relay.attempt (event_id);

create table relay.attempt_default partition of relay.attempt default;
alter table relay.attempt_default enable row level security;
alter table relay.attempt_default force row level security;

alter table relay.attempt enable row level security;
alter table relay.attempt force row level security;
create policy tenant on relay.attempt to ${appRole}
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy engine on relay.attempt to ${relayRole} using (true) with check (true);

grant select, insert on relay.attempt to ${appRole}, ${relayRole};
