-- One counter row per tenant and series. A locked row, not a sequence: a sequence leaves a gap when
-- a transaction rolls back, and invoice numbers must be continuous.
create table invoice_counter (
  tenant_id uuid   not null references tenant,
  series    text   not null check (length(series) between 1 and 20),
  last      bigint not null check (last >= 1),
  primary key (tenant_id, series)
);

-- Once issued only the balance and the metadata change: the application holds no right to update
-- any other column, and none to delete.
create table invoice (
  tenant_id           uuid not null references tenant,
  id                  uuid not null,
  client_id           uuid not null,
  series              text not null,
  sequence            bigint not null,
  number              text not null,
  status              text not null check (status in ('draft', 'sent', 'partially_paid', 'paid', 'void')),
  currency            char(3) not null,
  issue_date          date not null,
  due_date            date not null,
  subtotal            bigint not null check (subtotal >= 0),
  tax_total           bigint not null check (tax_total >= 0),
  total               bigint not null check (total = subtotal + tax_total),
  paid                bigint not null check (paid between 0 and total),
  taxes               jsonb not null,
  announced_milestone int not null default 0,
  metadata            jsonb not null,
  created_at          timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, client_id) references client (tenant_id, id),
  unique (tenant_id, number),
  unique (tenant_id, series, sequence),
  check (due_date >= issue_date),
  check ((status = 'paid') = (paid = total))
);
create index invoice_open_due on invoice (tenant_id, due_date) where status in ('sent', 'partially_paid');

create table invoice_line (
  tenant_id   uuid not null,
  invoice_id  uuid not null,
  position    int not null check (position >= 1),
  description text not null,
  quantity    numeric(15, 6) not null check (quantity > 0),
  unit_price  bigint not null check (unit_price >= 0),
  tax_rate    numeric(7, 4) not null,
  discount    numeric(7, 4) not null,
  primary key (tenant_id, invoice_id, position),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id)
);

alter table invoice_counter enable row level security;
alter table invoice_counter force row level security;
create policy own on invoice_counter to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
alter table invoice enable row level security;
alter table invoice force row level security;
create policy own on invoice to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
alter table invoice_line enable row level security;
alter table invoice_line force row level security;
create policy own on invoice_line to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());

grant select, insert, update on invoice_counter to ${appRole};
grant select, insert on invoice to ${appRole};
grant update (status, paid, announced_milestone, metadata) on invoice to ${appRole};
grant select, insert on invoice_line to ${appRole};
