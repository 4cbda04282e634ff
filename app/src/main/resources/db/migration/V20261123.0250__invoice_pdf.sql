-- A document is made once and its bytes are frozen; the paid copy is a document of its own.
create table invoice_pdf (
  tenant_id  uuid not null,
  invoice_id uuid not null,
  copy       text not null check (copy in ('issued', 'paid')),
  content    bytea not null,
  sha256     text not null check (length(sha256) = 64),
  created_at timestamptz not null,
  primary key (tenant_id, invoice_id, copy),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id)
);
-- PDFs are compressed inside; trying again only costs time.
alter table invoice_pdf alter column content set storage external;

alter table invoice_pdf enable row level security;
alter table invoice_pdf force row level security;
create policy own on invoice_pdf to ${appRole} using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert on invoice_pdf to ${appRole};
