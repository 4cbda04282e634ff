-- What lists are searched and sorted by, whatever the case. Columns of their own, since row-level
-- security lets no index answer lower(name) = …: that function might tell of rows that are hidden.
alter table client
  add column name_folded text collate pg_c_utf8
    generated always as (lower(name collate pg_c_utf8)) stored,
  add column email_folded text collate pg_c_utf8
    generated always as (lower(email collate pg_c_utf8)) stored;
create index client_name on client (tenant_id, name_folded, id);
create index client_email on client (tenant_id, email_folded, id);
