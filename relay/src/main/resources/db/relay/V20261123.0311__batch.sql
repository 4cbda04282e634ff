-- Deliveries that belong together. What follows when all are done or given up is announced with
-- them and waits, held, until the last one has gone: nothing has to remember to announce it.
create table relay.batch (
  tenant_id   uuid        not null,
  id          uuid        not null,
  total       int         not null,
  pending     int         not null check (pending >= 0),
  failed      int         not null default 0, -- given up
  created_at  timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id)
) with (fillfactor = 50);

alter table relay.batch enable row level security;
alter table relay.batch force row level security;
create policy tenant on relay.batch to ${appRole}
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy engine on relay.batch to ${relayRole} using (true) with check (true);

grant select, insert, update on relay.batch to ${appRole};
grant select, update, delete on relay.batch to ${relayRole};

-- A trigger, because a delivery leaves in several ways, all of which count.
create function relay.leave_batch() returns trigger
  language plpgsql
as $$
declare
  v_pending int;
begin
  update relay.batch b
  set pending = b.pending - 1,
      failed = b.failed + case when exists (
        select from relay.failed_job f where f.tenant_id = old.tenant_id and f.id = old.id)
        then 1 else 0 end,
      finished_at = case when b.pending = 1 then clock_timestamp() end
  where b.tenant_id = old.tenant_id and b.id = old.batch_id
  returning b.pending into v_pending;
  if v_pending = 0 then
    update relay.delivery d set held = null, batch_id = null
    where d.tenant_id = old.tenant_id and d.batch_id = old.batch_id and d.held = 'batch';
  end if;
  return null;
end
$$;

create trigger leave_batch after delete on relay.delivery
  for each row when (old.batch_id is not null and old.held is distinct from 'batch')
  execute function relay.leave_batch();
