-- Where a company wants to be told of events, and the secrets that sign what it is told. There are
-- several of these while one takes over from another. They must be known in clear to sign.
create table webhook_endpoint (
  tenant_id       uuid        not null references tenant,
  id              uuid        not null,
  url             text        not null check (length(url) between 1 and 2000),
  description     text        check (length(description) between 1 and 200),
  event_types     text[]      not null check (cardinality(event_types) between 1 and 100), -- '*' is all
  enabled         boolean     not null,
  disabled_reason text        check (disabled_reason in ('asked', 'gone', 'failing')),
  disabled_at     timestamptz,
  created_at      timestamptz not null,
  primary key (tenant_id, id),
  check (enabled = (disabled_reason is null) and enabled = (disabled_at is null))
);

create table webhook_secret (
  tenant_id   uuid        not null references tenant,
  id          uuid        not null,
  endpoint_id uuid        not null,
  secret      text        not null,
  expires_at  timestamptz, -- null: the one that stays
  primary key (tenant_id, id),
  foreign key (tenant_id, endpoint_id) references webhook_endpoint (tenant_id, id) on delete cascade
);
create index webhook_secret_endpoint on webhook_secret (tenant_id, endpoint_id);

alter table webhook_endpoint enable row level security;
alter table webhook_endpoint force row level security;
create policy own on webhook_endpoint to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, delete on webhook_endpoint to ${appRole};
grant update (url, description, event_types, enabled, disabled_reason, disabled_at) on webhook_endpoint to ${appRole};

alter table webhook_secret enable row level security;
alter table webhook_secret force row level security;
create policy own on webhook_secret to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, delete on webhook_secret to ${appRole};
grant update (expires_at) on webhook_secret to ${appRole};
