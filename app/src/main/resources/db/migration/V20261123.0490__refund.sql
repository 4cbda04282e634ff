-- What went back to clients, or is on its way: a pending refund keeps its money from being given back
-- a second time.
create table refund (
  tenant_id         uuid not null references tenant,
  id                uuid not null,
  payment_id        uuid not null,
  amount            bigint not null check (amount > 0),
  currency          char(3) not null,
  status            text not null check (status in ('pending', 'completed', 'failed')),
  reason            text not null check (length(reason) between 1 and 200),
  gateway_reference text check (length(gateway_reference) between 1 and 255),
  failure_reason    text,
  created_at        timestamptz not null,
  settled_at        timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, payment_id) references payment (tenant_id, id),
  check ((status = 'pending') = (settled_at is null))
);
create index refund_payment on refund (tenant_id, payment_id);

alter table refund enable row level security;
alter table refund force row level security;
create policy own on refund to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert on refund to ${appRole};
grant update (status, gateway_reference, failure_reason, settled_at) on refund to ${appRole};

alter table payment add column refunded bigint not null default 0 check (refunded between 0 and amount);
grant update (refunded) on payment to ${appRole};
