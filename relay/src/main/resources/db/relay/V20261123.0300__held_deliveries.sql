-- What cannot be claimed now is kept out of the claim's index: a retry of tomorrow, a paused
-- listener's backlog, a bucket that is empty. Claims then cost the same whatever waits elsewhere.
alter table relay.delivery
  add column held text check (held in ('delay', 'pause', 'circuit', 'rate', 'batch')),
  add column replay boolean not null default false, -- asked for again by an operator
  add column batch_id uuid;

alter table relay.failed_job
  add column replay boolean not null default false,
  add column batch_id uuid;

comment on column relay.delivery.held is
  'null: claimable. delay, circuit, rate: until available_at. pause: until the listener is resumed. '
  'batch: until the batch is done.';

update relay.delivery set held = 'delay' where owner is null and available_at > now();

drop index relay.delivery_ready;
drop index relay.delivery_suspect;
drop index relay.delivery_owner;

-- A lane is a queue and a tenant; the claim walks lanes by this index and takes from each in order.
create index delivery_lane on relay.delivery
  (queue, tenant_id, priority desc, available_at, id)
  where owner is null and held is null and crash_count = 0;
create index delivery_suspect on relay.delivery (queue, crash_count, available_at, id)
  where owner is null and held is null and crash_count > 0;
create index delivery_held on relay.delivery (held, available_at)
  where owner is null and held is not null;
create index delivery_running on relay.delivery (queue, tenant_id) where owner is not null;
create index delivery_batch on relay.delivery (tenant_id, batch_id) where batch_id is not null;

-- Who puts failed jobs back locks them first.
grant update on relay.failed_job to ${relayRole};
