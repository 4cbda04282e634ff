-- A gateway's reference that another company has registered is no business of this one's: it may
-- register it too, and the answer does not tell. Whose a message is, its metadata says.
alter table payment_route
  drop constraint payment_route_pkey,
  add primary key (gateway, reference, tenant_id);
