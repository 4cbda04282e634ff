-- What holds a listener back, on all nodes. A row exists for listeners that are or were held and for
-- those with a rate limit. No tenant: a mail server that is down is down for all of them.
create table relay.listener_state (
  listener   text primary key check (length(listener) between 1 and 200),
  paused_at  timestamptz,
  opened_at  timestamptz,      -- of the circuit breaker; null: closed
  retry_at   timestamptz,      -- when an open one lets one delivery through, to try
  open_for   interval,         -- how long it stays open after each failed try
  failures   int not null default 0, -- in a row, when it opened
  last_error text,
  tokens     double precision, -- what the rate limit still gave at filled_at
  filled_at  timestamptz
) with (fillfactor = 50);

-- Lanes that differ from others. A lane is a queue of one tenant.
create table relay.lane (
  tenant_id   uuid not null,
  queue       text not null check (length(queue) between 1 and 100),
  weight      int  not null default 1 check (weight between 1 and 100),
  concurrency int  check (concurrency between 1 and 10000), -- null: the engine's setting
  primary key (tenant_id, queue)
);
alter table relay.lane enable row level security;
alter table relay.lane force row level security;
create policy tenant on relay.lane to ${appRole}
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy engine on relay.lane to ${relayRole} using (true) with check (true);

grant select, insert, update, delete on relay.listener_state, relay.lane to ${relayRole};
grant select on relay.lane to ${appRole};
