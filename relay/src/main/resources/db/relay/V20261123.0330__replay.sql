-- What an operator asked to be delivered again. A replay goes through the events in the order of
-- their ids and says here, in the transaction that makes the deliveries, how far it has come: one
-- that was interrupted goes on behind the last event it has dealt with, and makes nothing twice.
-- No tenant: it may cover all of them.
create table relay.replay (
  id          uuid        primary key,
  asked_at    timestamptz not null default now(),
  actor       text        not null check (length(actor) between 1 and 200),
  only_tenant uuid,
  event_id    uuid,
  type        text,
  tags        text[]      not null,
  correlation_id uuid,
  from_id     uuid,
  until_id    uuid        not null, -- fixed when asked: what happens later is no part of it
  listeners   text[]      not null, -- empty: all that hear the event's type
  after_id    uuid,                 -- all events up to here are done
  events      bigint      not null default 0,
  deliveries  bigint      not null default 0, -- made
  pending     bigint      not null default 0, -- left alone: not done yet
  failed      bigint      not null default 0, -- left alone: in the failed store
  unreadable  bigint      not null default 0, -- events of a type or version without a reader
  finished_at timestamptz
) with (fillfactor = 50);

grant select, insert, update on relay.replay to ${relayRole};

-- The history tells which attempts were of a replay.
alter table relay.attempt add column replay boolean not null default false;
