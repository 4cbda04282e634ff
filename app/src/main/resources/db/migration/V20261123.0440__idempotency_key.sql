-- What was answered to a request that carried an Idempotency-Key, in the transaction of its effect.
-- One that is begun but not answered talks to somebody outside, about the thing in "subject".
create table idempotency_key (
  tenant_id   uuid        not null references tenant,
  principal   text        not null, -- who asked; two tokens never meet
  route       text        not null,
  key         text        not null check (length(key) between 1 and 255),
  fingerprint bytea       not null check (length(fingerprint) = 32),
  subject     uuid        not null,
  begun_at    timestamptz not null,
  status      int,
  location    text,
  body        bytea,
  primary key (tenant_id, principal, route, key),
  check ((status is null) = (body is null))
);
create index idempotency_key_age on idempotency_key (tenant_id, begun_at);

alter table idempotency_key enable row level security;
alter table idempotency_key force row level security;
create policy own on idempotency_key to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, delete on idempotency_key to ${appRole};
grant update (begun_at, status, location, body) on idempotency_key to ${appRole};
