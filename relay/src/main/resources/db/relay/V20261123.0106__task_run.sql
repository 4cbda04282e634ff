-- Which scheduled tasks were done for which due time: the key makes the second claim of one fail,
-- however many nodes are on duty.
create table relay.task_run (
  tenant_id uuid        not null,
  task      text        not null check (length(task) between 1 and 200),
  due_at    timestamptz not null,
  primary key (tenant_id, task, due_at)
);

alter table relay.task_run enable row level security;
alter table relay.task_run force row level security;
create policy tenant on relay.task_run to ${appRole}
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy engine on relay.task_run to ${relayRole} using (true) with check (true);

grant select, insert on relay.task_run to ${appRole};
grant select, delete on relay.task_run to ${relayRole};
