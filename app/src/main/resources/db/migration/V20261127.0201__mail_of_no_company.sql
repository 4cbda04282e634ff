-- The ledger holds letters to people as well, who belong to no company: under the tenant
-- 00000000-0000-0000-0000-000000000000, as the operators' chain of the audit log is.
alter table mail_delivery drop constraint mail_delivery_tenant_id_fkey;
