-- Who is alive: one heartbeat row per incarnation of a node, not per delivery. A node whose row is
-- old or gone has lost its deliveries. No tenant: nodes work for all.
create table relay.node (
  id         uuid        primary key, -- random; a node that comes back is another one
  name       text        not null,
  queues     text[]      not null,
  started_at timestamptz not null default now(),
  seen_at    timestamptz not null default now(),
  stale      bigint      not null default 0, -- transitions that found themselves fenced out
  stuck      int         not null default 0  -- listeners that ignore their interruption
) with (fillfactor = 50);

-- A paused queue is not claimed from; what runs finishes. In the database, so that it outlives nodes.
create table relay.queue_pause (
  queue     text        primary key,
  paused_at timestamptz not null default now()
);

grant select, insert, update, delete on relay.node, relay.queue_pause to ${relayRole};
