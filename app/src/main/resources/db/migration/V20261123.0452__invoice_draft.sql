-- Invoices that are not issued yet. A table of its own: what is issued can then be neither changed
-- nor deleted by the application, and a draft can.
create table invoice_draft (
  tenant_id  uuid not null references tenant,
  id         uuid not null,
  client_id  uuid not null,
  currency   char(3),
  due_date   date,
  lines      jsonb not null check (jsonb_typeof(lines) = 'array'),
  version    int not null check (version >= 1),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, client_id) references client (tenant_id, id)
);
create index invoice_draft_client on invoice_draft (tenant_id, client_id);

alter table invoice_draft enable row level security;
alter table invoice_draft force row level security;
create policy own on invoice_draft to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, delete on invoice_draft to ${appRole};
grant update (client_id, currency, due_date, lines, version, updated_at) on invoice_draft to ${appRole};
