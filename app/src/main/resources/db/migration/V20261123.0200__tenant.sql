-- The tenant whose rows a transaction may see; null, and so no row at all, when none is set.
create function current_tenant() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;

create table tenant (
  id                  uuid primary key,
  legal_name          text not null check (length(legal_name) between 1 and 200),
  email               text not null,
  address             text,
  tax_id              text,
  register_id         text,
  logo                bytea,
  currency            char(3) not null,
  time_zone           text not null,
  locale              text not null,
  payment_terms_days  int not null check (payment_terms_days between 0 and 365),
  numbering_pattern   text not null,
  tax_rates           numeric(7, 4)[] not null,
  accountant_email    text,
  admin_email         text,
  large_payment       bigint not null check (large_payment >= 0),
  reminder_milestones int[] not null,
  created_at          timestamptz not null
);

alter table tenant enable row level security;
alter table tenant force row level security;
create policy own on tenant to ${appRole} using (id = current_tenant()) with check (id = current_tenant());
create policy route on tenant for select to ${routerRole} using (true);
grant select, insert, update on tenant to ${appRole};
-- What the scheduler needs to know when a tenant's day begins.
grant select (id, time_zone, created_at) on tenant to ${routerRole};
