-- Keys that are taken for a while, whether or not the delivery that took them is done. In the
-- announcing transaction: of two that announce at once the second waits for the first.
create table relay.unique_window (
  tenant_id  uuid        not null,
  listener   text        not null,
  unique_key text        not null,
  until      timestamptz not null,
  primary key (tenant_id, listener, unique_key)
);
create index unique_window_until on relay.unique_window (until);

alter table relay.unique_window enable row level security;
alter table relay.unique_window force row level security;
create policy tenant on relay.unique_window to ${appRole}
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy engine on relay.unique_window to ${relayRole} using (true) with check (true);

grant select, insert, update on relay.unique_window to ${appRole};
grant select, delete on relay.unique_window to ${relayRole};
