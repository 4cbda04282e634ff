-- Keeps repetitions of a request out until the transaction ends and looks for what it was answered,
-- in one round trip. In two statements, and so in a volatile function: one alone would look before
-- it has the lock, and miss an answer that was kept in between.
create function kept_answer(of_tenant uuid, by_principal text, on_route text, under_key text,
                            out locked boolean, out kept idempotency_key)
  language plpgsql volatile
as $$
begin
  locked := pg_try_advisory_xact_lock(hashtextextended(
    concat_ws(e'\n', of_tenant, by_principal, on_route, under_key), 7));
  if locked then
    select k.* into kept from idempotency_key k
    where (k.tenant_id, k.principal, k.route, k.key)
      = (of_tenant, by_principal, on_route, under_key);
  end if;
end
$$;
