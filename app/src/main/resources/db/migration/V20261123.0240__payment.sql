create table payment (
  tenant_id         uuid not null references tenant,
  id                uuid not null,
  invoice_id        uuid not null,
  gateway           text not null check (length(gateway) between 1 and 40),
  gateway_reference text check (length(gateway_reference) between 1 and 255),
  amount            bigint not null check (amount > 0),
  currency          char(3) not null,
  status            text not null check (status in ('pending', 'completed', 'failed', 'refunded')),
  -- What arrived beyond the invoice's balance: the client's credit, never lost silently.
  excess            bigint not null default 0 check (excess between 0 and amount),
  failure_count     int not null default 0,
  failure_reason    text,
  created_at        timestamptz not null,
  completed_at      timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id),
  unique (tenant_id, gateway, gateway_reference)
);
create index payment_invoice on payment (tenant_id, invoice_id);

-- Which tenant a gateway's reference belongs to. Global on purpose: the message of a gateway names
-- no tenant, and two tenants must not register the same payment.
create table payment_route (
  gateway    text not null,
  reference  text not null,
  tenant_id  uuid not null,
  payment_id uuid not null,
  primary key (gateway, reference),
  foreign key (tenant_id, payment_id) references payment (tenant_id, id)
);

-- The gateway's messages that have been acted upon; the key makes a replay harmless.
create table gateway_event (
  tenant_id   uuid not null references tenant,
  gateway     text not null,
  event_id    text not null,
  type        text not null,
  payment_id  uuid not null,
  outcome     text not null check (outcome in ('confirmed', 'failed', 'ignored', 'mismatch')),
  received_at timestamptz not null,
  primary key (tenant_id, gateway, event_id),
  foreign key (tenant_id, payment_id) references payment (tenant_id, id)
);
create index gateway_event_payment on gateway_event (tenant_id, payment_id);

-- Messages that belong to no payment of ours, or whose type says nothing to us: kept for a look.
create table unrouted_gateway_event (
  gateway     text not null,
  event_id    text not null,
  type        text not null,
  reference   text,
  received_at timestamptz not null,
  primary key (gateway, event_id)
);

alter table payment enable row level security;
alter table payment force row level security;
create policy own on payment to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
alter table payment_route enable row level security;
alter table payment_route force row level security;
create policy own on payment_route to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
create policy route on payment_route for select to ${routerRole} using (true);
alter table gateway_event enable row level security;
alter table gateway_event force row level security;
create policy own on gateway_event to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());

grant select, insert on payment to ${appRole};
grant update (gateway_reference, status, excess, failure_count, failure_reason, completed_at) on payment to ${appRole};
grant select, insert on payment_route to ${appRole};
grant select on payment_route to ${routerRole};
grant select, insert on gateway_event to ${appRole};
grant select, insert on unrouted_gateway_event to ${routerRole};
