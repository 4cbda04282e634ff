-- Who paid what, how and when, written once for each payment received; never changed.
create table payment_audit (
  tenant_id         uuid not null,
  payment_id        uuid not null,
  event_id          uuid not null,
  invoice_id        uuid not null,
  invoice_number    text not null,
  client_id         uuid not null,
  client_name       text not null,
  client_email      text not null,
  gateway           text not null,
  gateway_reference text not null,
  amount            bigint not null,
  currency          char(3) not null,
  received_at       timestamptz not null,
  recorded_at       timestamptz not null,
  primary key (tenant_id, payment_id),
  foreign key (tenant_id, payment_id) references payment (tenant_id, id)
);

alter table payment_audit enable row level security;
alter table payment_audit force row level security;
create policy own on payment_audit to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert on payment_audit to ${appRole};
