-- Deliveries that were given up, with all that is needed to put them back. Written by the statement
-- that removes the delivery, so that none is lost between the two.
create table relay.failed_job (
  tenant_id   uuid        not null,
  id          uuid        not null, -- the delivery's
  event_id    uuid        not null,
  listener    text        not null,
  queue       text        not null,
  priority    smallint    not null,
  attempt     int         not null,
  crash_count int         not null,
  lease_no    bigint      not null,
  unique_key  text,
  reason      text        not null, -- tries_exhausted, timed_out, crashed, unknown_listener, …
  error       text        not null,
  failed_at   timestamptz not null,
  primary key (tenant_id, id)
);

create index failed_job_failed_at on relay.failed_job (failed_at);

alter table relay.failed_job enable row level security;
alter table relay.failed_job force row level security;
create policy tenant on relay.failed_job to ${appRole}
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy engine on relay.failed_job to ${relayRole} using (true) with check (true);

grant select, insert on relay.failed_job to ${appRole};
grant select, insert, delete on relay.failed_job to ${relayRole};
