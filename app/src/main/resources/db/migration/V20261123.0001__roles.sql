-- Three roles without a login, so that no statement of the product runs as the owner of the tables.
-- The login that migrates is granted them and every pool starts with `set role`.
--   quittance_app     the application: sees one tenant at a time (row-level security)
--   quittance_relay   the engine: sees every tenant's deliveries, none of their business
--   quittance_router  finds out which tenant a token or a gateway's message belongs to
-- Roles belong to the whole server: another database of it may be making them at this very moment.
do $$
declare
  name text;
begin
  foreach name in array array['${appRole}', '${relayRole}', '${routerRole}'] loop
    begin
      execute format('create role %I nologin noinherit', name);
    exception
      when duplicate_object or unique_violation then null;
    end;
    begin
      execute format('grant %I to current_user', name);
    exception
      when unique_violation then null;
    end;
    execute format('grant usage on schema public to %I', name);
  end loop;
end
$$;

revoke create on schema public from public;
