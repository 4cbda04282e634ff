-- One message for one endpoint: what is sent, and how far that came. A round is a series of attempts;
-- asking for a message again begins another, and what was planned in the last one is void.
create table webhook_delivery (
  tenant_id       uuid        not null references tenant,
  id              uuid        not null,
  endpoint_id     uuid        not null,
  message_id      uuid        not null, -- the event's, the same for all endpoints and attempts
  type            text        not null,
  body            text        not null,
  state           text        not null check (state in ('pending', 'delivered', 'failed')),
  round           int         not null default 1,
  round_began_at  timestamptz not null,
  attempts        int         not null default 0,
  created_at      timestamptz not null,
  next_attempt_at timestamptz,
  finished_at     timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, endpoint_id, message_id),
  foreign key (tenant_id, endpoint_id) references webhook_endpoint (tenant_id, id) on delete cascade,
  check ((state = 'pending') = (finished_at is null))
);
create index webhook_delivery_log on webhook_delivery (tenant_id, endpoint_id, id desc);
create index webhook_delivery_delivered on webhook_delivery (tenant_id, endpoint_id, finished_at) where state = 'delivered';
create index webhook_delivery_age on webhook_delivery (tenant_id, created_at);

-- What came of each attempt. The beginning of the answer is kept for those who look for a mistake.
create table webhook_attempt (
  tenant_id   uuid        not null references tenant,
  delivery_id uuid        not null,
  number      int         not null,
  at          timestamptz not null,
  status      int,
  failure     text,
  duration_ms int         not null,
  excerpt     text        not null,
  primary key (tenant_id, delivery_id, number),
  foreign key (tenant_id, delivery_id) references webhook_delivery (tenant_id, id) on delete cascade,
  check ((status is null) <> (failure is null))
);

alter table webhook_delivery enable row level security;
alter table webhook_delivery force row level security;
create policy own on webhook_delivery to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, delete on webhook_delivery to ${appRole};
grant update (state, round, round_began_at, attempts, next_attempt_at, finished_at) on webhook_delivery to ${appRole};

alter table webhook_attempt enable row level security;
alter table webhook_attempt force row level security;
create policy own on webhook_attempt to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert on webhook_attempt to ${appRole};
