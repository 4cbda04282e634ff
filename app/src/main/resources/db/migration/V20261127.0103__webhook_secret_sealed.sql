-- The secrets that sign webhooks are sealed. Those that were kept in clear, as whsec_…, are sealed at
-- the next start, which finds them by the key they lack.
alter table webhook_secret
  add column key_id text generated always as
    (case when secret like 'v1.%' then split_part(secret, '.', 2) end) stored references sealing_key;
grant update (secret) on webhook_secret to ${appRole};

-- Whose secrets have to be sealed anew is looked up before a tenant is known; they themselves are not.
create policy route on webhook_secret for select to ${routerRole} using (true);
grant select (tenant_id, key_id) on webhook_secret to ${routerRole};
