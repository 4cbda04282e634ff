-- Counts the changes, so that who changes an endpoint or a member can say which state they have seen.
alter table webhook_endpoint add column version int not null default 1 check (version >= 1);
grant update (version) on webhook_endpoint to ${appRole};
alter table membership add column version int not null default 1 check (version >= 1);
grant update (version) on membership to ${appRole};
