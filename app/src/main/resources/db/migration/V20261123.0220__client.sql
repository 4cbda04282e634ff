create table client (
  tenant_id  uuid not null references tenant,
  id         uuid not null,
  name       text not null check (length(name) between 1 and 200),
  email      text not null,
  address    text,
  tax_id     text,
  locale     text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);

alter table client enable row level security;
alter table client force row level security;
create policy own on client to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update on client to ${appRole};
