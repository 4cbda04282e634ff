-- What people of the tenant find when they look in; one for each job and kind.
create table notification (
  tenant_id  uuid not null references tenant,
  id         uuid not null,
  job_id     uuid not null,
  kind       text not null,
  severity   text not null check (severity in ('info', 'warning', 'critical')),
  title      text not null,
  body       text not null,
  created_at timestamptz not null,
  read_at    timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, job_id, kind)
);

alter table notification enable row level security;
alter table notification force row level security;
create policy own on notification to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert on notification to ${appRole};
grant update (read_at) on notification to ${appRole};
