-- What somebody shows beside their password: codes of an app (RFC 6238), or one of ten recovery codes
-- should the app be lost. The app's secret has to be readable and is sealed for this person; of the
-- recovery codes, which are 120 bits of chance, the SHA-256 is kept.
create table second_factor (
  person_id    uuid        primary key references person,
  secret       text        not null,
  key_id       text        generated always as (split_part(secret, '.', 2)) stored references sealing_key,
  begun_at     timestamptz not null,
  confirmed_at timestamptz, -- null: they have not shown yet that their app has it, and it counts for nothing
  last_step    bigint      not null default 0 -- of the last code that was taken: none of it or before is taken again
);

create table recovery_code (
  person_id uuid  not null references person,
  hash      bytea not null check (length(hash) = 32),
  primary key (person_id, hash)
);

alter table second_factor enable row level security;
alter table second_factor force row level security;
create policy all_people on second_factor to ${peopleRole} using (true) with check (true);
alter table recovery_code enable row level security;
alter table recovery_code force row level security;
create policy all_people on recovery_code to ${peopleRole} using (true) with check (true);
grant select, insert, delete on second_factor, recovery_code to ${peopleRole};
grant update (secret, begun_at, confirmed_at, last_step) on second_factor to ${peopleRole};
