-- Who changed what, in a chain for each tenant: every entry carries a hash over itself and the hash
-- before it (docs/audit.md has the form). The application may add and read; no role of ours may
-- change or delete. The tenant 0 is the operators' own chain, hence no reference.
create table audit_entry (
  tenant_id uuid        not null,
  seq       bigint      not null check (seq >= 1),
  at        timestamptz not null,
  actor     text        not null,
  request   uuid        not null,
  origin    text,
  action    text        not null,
  version   int         not null,
  event_id  uuid,
  details   text        not null, -- JSON as it was hashed; jsonb would write it anew
  hash      bytea       not null check (length(hash) = 32),
  primary key (tenant_id, seq)
);

-- The owner of the table needs no grant: it has to take this away first.
create function audit_entry_stays() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception 'audit_entry is append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_entry_stays before update or delete or truncate on audit_entry
  for each statement execute function audit_entry_stays();

-- A netstring, or - for nothing: no text can look like two fields.
create function audit_field(field text) returns text language sql immutable
  return coalesce(octet_length(convert_to(field, 'UTF8')) || ':' || field || ',', '-');

-- The same is computed by com.quittance.audit.AuditEntry, which verifies it.
create function audit_hash(entry audit_entry, previous bytea) returns bytea language sql stable
  return sha256(convert_to(
    audit_field('1') -- the form; another order of fields would be 2
    || audit_field(entry.tenant_id::text)
    || audit_field(entry.seq::text)
    || audit_field(encode(previous, 'hex'))
    || audit_field(to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
    || audit_field(entry.actor)
    || audit_field(entry.request::text)
    || audit_field(entry.origin)
    || audit_field(entry.action)
    || audit_field(entry.version::text)
    || audit_field(entry.event_id::text)
    || audit_field(entry.details), 'UTF8'));

-- Chains entries behind the last one, in one round trip. Waits for those who append to the same
-- chain, and only then looks for its end: each statement of a volatile function sees what was
-- committed before it, which one statement alone would not.
create function audit_append(of_tenant uuid, by_actor text, of_request uuid, from_origin text,
                             at_time timestamptz, actions text[], versions int[], events uuid[],
                             payloads text[])
  returns void language plpgsql volatile
as $$
declare
  entry    audit_entry;
  previous bytea := decode(repeat('0', 64), 'hex');
begin
  perform pg_advisory_xact_lock(hashtextextended('audit ' || of_tenant, 0));
  select e.* into entry from audit_entry e
  where e.tenant_id = of_tenant order by e.seq desc limit 1;
  previous := coalesce(entry.hash, previous);
  for n in 1 .. cardinality(actions) loop
    entry := row(of_tenant, coalesce(entry.seq, 0) + 1, at_time, by_actor, of_request, from_origin,
                 actions[n], versions[n], events[n], payloads[n], null);
    entry.hash := audit_hash(entry, previous);
    insert into audit_entry select entry.*;
    previous := entry.hash;
  end loop;
end
$$;

-- Tenants that are there already: their chains begin now, and events from before are in none.
alter table tenant no force row level security; -- its rows are hidden from their owner too
select audit_append(id, 'migration', id, null, now(), '{AuditBegan}', '{1}', array[null::uuid], array['{}'])
from tenant;
alter table tenant force row level security;

alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy own on audit_entry to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert on audit_entry to ${appRole};
