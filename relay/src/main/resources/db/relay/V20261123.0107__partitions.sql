-- Makes the monthly partitions of event and attempt, this month and some ahead. Called here and once
-- a day by the engine, which owns no table: hence security definer. Rows that already went to a
-- default partition are moved first, or attaching the month would be refused.
create function relay.make_partitions(months_ahead int) returns int
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
  set lock_timeout = '3s' -- better try again tomorrow than queue all writers behind us
as $$
declare
  made   int := 0;
  parent text;
  key    text;
  month  timestamp;
  child  text;
  low    uuid;
  high   uuid;
begin
  perform pg_advisory_xact_lock(hashtext('relay.make_partitions'));
  foreach parent in array array['event', 'attempt'] loop
    key := case parent when 'event' then 'id' else 'delivery_id' end;
    for n in 0 .. least(months_ahead, 24) loop
      month := date_trunc('month', now() at time zone 'UTC') + n * interval '1 month';
      child := parent || to_char(month, '_YYYY_MM');
      continue when to_regclass('relay.' || child) is not null;
      low := relay.first_id(month);
      high := relay.first_id(month + interval '1 month');
      execute format('create table relay.%I (like relay.%I including all)', child, parent);
      -- the rows are hidden from their owner too while row-level security is forced
      execute format('alter table relay.%I no force row level security', parent || '_default');
      execute format(
        'with moved as (delete from relay.%1$I where %2$I >= $1 and %2$I < $2 returning *)
         insert into relay.%3$I select * from moved', parent || '_default', key, child)
        using low, high;
      execute format('alter table relay.%I force row level security', parent || '_default');
      execute format('alter table relay.%I enable row level security', child);
      execute format('alter table relay.%I force row level security', child);
      execute format('alter table relay.%I attach partition relay.%I for values from (%L) to (%L)',
        parent, child, low, high);
      made := made + 1;
    end loop;
  end loop;
  return made;
end
$$;

-- The smallest UUIDv7 of a moment (UTC).
create function relay.first_id(moment timestamp) returns uuid
  language sql immutable
  set search_path = pg_catalog, pg_temp
  return (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0')
          || '00000000000000000000')::uuid;

revoke execute on function relay.make_partitions(int) from public;
grant execute on function relay.make_partitions(int) to ${relayRole};

select relay.make_partitions(3);
