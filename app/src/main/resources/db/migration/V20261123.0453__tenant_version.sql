-- Counts the changes, so that who changes a tenant's settings can say which state they have seen.
alter table tenant add column version int not null default 1 check (version >= 1);
