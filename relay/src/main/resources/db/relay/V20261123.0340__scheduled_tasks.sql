-- A run is leased while it is under way, so that one node does it and another takes it over.
alter table relay.task_run
  add column state text not null default 'done'
    check (state in ('running', 'failed', 'done', 'skipped')),
  add column attempt int not null default 1,
  add column free_at timestamptz, -- running, failed: from then on it may be taken
  add column started_at timestamptz,
  add column finished_at timestamptz,
  add column amount int not null default 0, -- how much there was to do
  add column error text;

create index task_run_task on relay.task_run (task, tenant_id, due_at);
create index task_run_failed on relay.task_run (task) where state = 'failed';

grant update on relay.task_run to ${appRole};
grant insert, update on relay.task_run to ${relayRole};
