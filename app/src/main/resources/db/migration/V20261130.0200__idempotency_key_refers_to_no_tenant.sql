-- Checked at each insert, for nothing: by its policy the row is of the transaction's tenant, which
-- the effect's own rows refer to, and no role of ours may delete one.
alter table idempotency_key drop constraint idempotency_key_tenant_id_fkey;
