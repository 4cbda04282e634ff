-- The event store, which is also the outbox: written in the transaction of the change it tells of.
-- Append-only: nobody is granted update or delete. Ids are UUIDv7, so a range of ids is a range of
-- time and old months can be dropped as whole partitions.
create table relay.event (
  tenant_id      uuid        not null,
  id             uuid        not null,
  type           text        not null check (length(type) between 1 and 200),
  version        int         not null check (version >= 1),
  payload        jsonb       not null,
  tags           text[]      not null,
  occurred_at    timestamptz not null,
  actor          text        not null,
  correlation_id uuid        not null,
  causation_id   uuid,
  trace_parent   text,
  primary key (tenant_id, id)
) partition by range (id);

create index event_tags on relay.event using gin (tags);
-- Without the tenant in front: the planner would take it for as good as the primary key.
create index event_correlation on relay.event (correlation_id);

-- Catches what no month was made for: an insert never fails for want of a partition.
create table relay.event_default partition of relay.event default;
alter table relay.event_default enable row level security;
alter table relay.event_default force row level security;

alter table relay.event enable row level security;
alter table relay.event force row level security;
create policy tenant on relay.event to ${appRole}
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy engine on relay.event to ${relayRole} using (true) with check (true);

grant select, insert on relay.event to ${appRole};
grant select on relay.event to ${relayRole};
