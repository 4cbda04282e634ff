-- Who comes in. This role is the application's and sees, beside one company at a time, the people of
-- all of them with their passwords and sessions, which the application's own role does not.
do $$
begin
  begin
    create role ${peopleRole} nologin inherit;
  exception
    when duplicate_object or unique_violation then null;
  end;
  begin
    grant ${peopleRole} to current_user;
  exception
    when unique_violation then null;
  end;
  begin
    grant ${appRole} to ${peopleRole};
  exception
    when unique_violation then null;
  end;
end
$$;

-- People belong to no company: one may work for several, with one password. An operator belongs to
-- none, which the reference below keeps so.
create table person (
  id            uuid primary key,
  email         text not null unique check (email = lower(email) and length(email) between 3 and 254),
  locale        text not null,
  operator      boolean not null default false,
  password_hash text,
  created_at    timestamptz not null,
  unique (id, operator)
);

-- Who belongs to a company, as what. It stays when somebody leaves: what they did names them.
create table membership (
  tenant_id  uuid not null references tenant,
  person_id  uuid not null,
  operator   boolean not null generated always as (false) stored,
  name       text not null check (length(name) between 1 and 200),
  role       text not null check (role in ('owner', 'accountant', 'member', 'read-only')),
  since      timestamptz not null,
  ended_at   timestamptz,
  primary key (tenant_id, person_id),
  foreign key (person_id, operator) references person (id, operator)
);
create index membership_person on membership (person_id, operator);

alter table membership enable row level security;
alter table membership force row level security;
create policy own on membership to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
create policy route on membership for select to ${routerRole} using (true);
grant select, insert on membership to ${appRole};
grant update (name, role, since, ended_at) on membership to ${appRole};
-- What somebody may do is looked up before a company is known, by their token or their session.
grant select (tenant_id, person_id, role, ended_at) on membership to ${routerRole};
grant select (legal_name) on tenant to ${routerRole};

-- A company sees the addresses of its own people and nothing else of them.
alter table person enable row level security;
alter table person force row level security;
create policy all_people on person to ${peopleRole} using (true) with check (true);
create policy members on person for select to ${appRole}
  using (exists (select from membership m where m.person_id = person.id and m.tenant_id = current_tenant()));
grant select (id, email, locale) on person to ${appRole};
grant select, insert on person to ${peopleRole};
grant update (email, locale, operator, password_hash) on person to ${peopleRole};
