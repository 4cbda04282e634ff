-- Only the SHA-256 of a secret is kept: with 238 bits of entropy it needs no slow hash.
create table api_token (
  tenant_id    uuid not null references tenant,
  id           uuid not null,
  name         text not null check (length(name) between 1 and 100),
  hash         bytea not null check (length(hash) = 32),
  abilities    text[] not null,
  expires_at   timestamptz not null,
  revoked_at   timestamptz,
  last_used_at timestamptz,
  created_at   timestamptz not null,
  primary key (tenant_id, id)
);
create index api_token_id on api_token (id);

alter table api_token enable row level security;
alter table api_token force row level security;
create policy own on api_token to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
create policy route on api_token for select to ${routerRole} using (true);
grant select, insert, update on api_token to ${appRole};
grant select on api_token to ${routerRole};
