-- The same hash in one expression: a call for each field cost more than the rest of an entry. Ids,
-- hashes and times have the lengths they have.
create or replace function audit_hash(entry audit_entry, previous bytea) returns bytea
  language plpgsql stable
as $$
begin
  return sha256(convert_to(
    '1:1,36:' || entry.tenant_id
    || ',' || length(entry.seq::text) || ':' || entry.seq
    || ',64:' || encode(previous, 'hex')
    || ',27:' || to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    || ',' || octet_length(convert_to(entry.actor, 'UTF8')) || ':' || entry.actor
    || ',36:' || entry.request
    || ',' || coalesce(octet_length(convert_to(entry.origin, 'UTF8')) || ':' || entry.origin || ',', '-')
    || octet_length(convert_to(entry.action, 'UTF8')) || ':' || entry.action
    || ',' || length(entry.version::text) || ':' || entry.version
    || ',' || coalesce('36:' || entry.event_id || ',', '-')
    || octet_length(convert_to(entry.details, 'UTF8')) || ':' || entry.details || ',', 'UTF8'));
end
$$;
drop function audit_field(text);
