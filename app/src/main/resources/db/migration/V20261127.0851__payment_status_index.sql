-- Which payments are still pending, or have failed: few among many.
create index payment_status on payment (tenant_id, status, id);
