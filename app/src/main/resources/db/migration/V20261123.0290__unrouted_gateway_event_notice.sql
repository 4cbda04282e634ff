-- A gateway may speak of a payment before it is registered here: what it said is kept whole, to be
-- acted upon at registration.
alter table unrouted_gateway_event
  add column amount   bigint,
  add column currency char(3),
  add column reason   text;
create index unrouted_gateway_event_reference on unrouted_gateway_event (gateway, reference);
