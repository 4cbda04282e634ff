-- The keys that secrets in this database are sealed with, by a name that does not tell them. A server
-- that lacks one of them does not start, and a key cannot go while something is sealed with it: the
-- columns refer to it. Of no tenant, since all servers need all of them.
create table sealing_key (
  id    text        primary key check (id ~ '^[0-9a-f]{16}$'),
  since timestamptz not null
);

alter table sealing_key enable row level security;
alter table sealing_key force row level security;
create policy all_keys on sealing_key to ${peopleRole} using (true) with check (true);
grant select, insert, delete on sealing_key to ${peopleRole};
