-- Who is signed in. Only the SHA-256 of what a browser holds is kept: 256 bits of chance need no slow
-- hash. All of this is of people, not of companies, and in reach of their role alone.
create table person_session (
  id           uuid primary key,
  hash         bytea not null unique check (length(hash) = 32),
  person_id    uuid not null references person,
  -- The company they work for at the moment; one of theirs.
  tenant_id    uuid,
  created_at   timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at   timestamptz not null,
  address      text not null,
  agent        text not null check (length(agent) <= 300),
  foreign key (tenant_id, person_id) references membership (tenant_id, person_id)
);
create index person_session_person on person_session (person_id);
create index person_session_membership on person_session (tenant_id, person_id);

-- Browsers that somebody has signed in with: what strangers do cannot keep those out.
create table known_device (
  hash         bytea primary key check (length(hash) = 32),
  person_id    uuid not null references person,
  last_used_at timestamptz not null
);
create index known_device_person on known_device (person_id);

-- What was tried with an account from a place: a network, or a known device. Addresses that nobody
-- has are in it like all others; the account is the SHA-256 of the address.
create table sign_in_attempt (
  account       bytea not null check (length(account) = 32),
  place         text not null check (length(place) <= 100),
  failures      int not null check (failures > 0),
  blocked_until timestamptz not null,
  last_at       timestamptz not null,
  primary key (account, place)
) with (fillfactor = 80);
create index sign_in_attempt_last on sign_in_attempt (last_at);

alter table person_session enable row level security;
alter table person_session force row level security;
create policy all_people on person_session to ${peopleRole} using (true) with check (true);
alter table known_device enable row level security;
alter table known_device force row level security;
create policy all_people on known_device to ${peopleRole} using (true) with check (true);
alter table sign_in_attempt enable row level security;
alter table sign_in_attempt force row level security;
create policy all_people on sign_in_attempt to ${peopleRole} using (true) with check (true);
grant select, insert, delete on person_session, known_device, sign_in_attempt to ${peopleRole};
grant update (hash, tenant_id, last_seen_at) on person_session to ${peopleRole};
grant update (last_used_at) on known_device to ${peopleRole};
grant update (failures, blocked_until, last_at) on sign_in_attempt to ${peopleRole};
