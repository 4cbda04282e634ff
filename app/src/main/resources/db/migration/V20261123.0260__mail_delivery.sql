-- The delivery ledger. A mail is written here before it is handed to the server and again as soon
-- as the server has taken it. One found `sending` at the next try may have gone out: it is sent
-- again, with the same Message-ID, and counted in possible_repeats.
create table mail_delivery (
  tenant_id        uuid not null references tenant,
  job_id           uuid not null,
  letter           text not null,
  message_id       text not null,
  recipient        text not null,
  subject          text not null,
  state            text not null check (state in ('sending', 'refused', 'sent')),
  possible_repeats int not null default 0,
  first_tried_at   timestamptz not null,
  sent_at          timestamptz,
  primary key (tenant_id, job_id, letter)
);

alter table mail_delivery enable row level security;
alter table mail_delivery force row level security;
create policy own on mail_delivery to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert on mail_delivery to ${appRole};
grant update (state, possible_repeats, sent_at) on mail_delivery to ${appRole};
