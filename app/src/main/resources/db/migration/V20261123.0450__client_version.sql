-- Counts the changes, so that who changes a client can say which state they have seen.
alter table client add column version int not null default 1 check (version >= 1);
