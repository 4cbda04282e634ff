-- Who was asked a new password for, by the address that was typed: perhaps nobody's, since the request
-- does not look, so that its answer and its time tell nothing. Forgotten after a day.
create table password_reset (
  email    text primary key check (email = lower(email) and length(email) between 3 and 254),
  id       uuid not null unique,
  asked_at timestamptz not null
);
create index password_reset_asked on password_reset (asked_at);

-- Links in mails by which somebody chooses a password. The secret is in the mail alone; a mail that may
-- have arrived and is sent again has another one beside it, until one of them is used.
create table password_link (
  hash       bytea primary key check (length(hash) = 32),
  person_id  uuid not null references person,
  kind       text not null check (kind in ('reset', 'invitation')),
  job_id     uuid not null,
  expires_at timestamptz not null
);
create index password_link_person on password_link (person_id);
create index password_link_expires on password_link (expires_at);

alter table password_reset enable row level security;
alter table password_reset force row level security;
create policy all_people on password_reset to ${peopleRole} using (true) with check (true);
alter table password_link enable row level security;
alter table password_link force row level security;
create policy all_people on password_link to ${peopleRole} using (true) with check (true);
grant select, insert, delete on password_reset, password_link to ${peopleRole};
grant update (id, asked_at) on password_reset to ${peopleRole};
