-- The roles an application makes before relay's own migrations; roles belong to the whole server,
-- so another database of it may be making them at this very moment.
do $$
declare
  name text;
begin
  foreach name in array array['${appRole}', '${relayRole}'] loop
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
  end loop;
end
$$;

-- Something of an application's own, to show effects that happen exactly once.
create table effect (
  tenant_id uuid not null,
  name      text not null,
  job       uuid not null
);
grant select, insert on effect to ${appRole};
