package com.quittance.relay;

import java.util.UUID;

/**
 * Months of events and what became of each, made by the database. Of every hundred deliveries five
 * wait, three are held and one has failed; a hundred run; all others are done.
 */
final class StoredHistory {

  private final TestBed bed;

  StoredHistory(TestBed bed) {
    this.bed = bed;
  }

  /** Over 100 days from the beginning of this month on: in four partitions. */
  void fill(long events, UUID smallTenant) {
    bed.execute("set synchronous_commit = off; " + EVENTS.formatted(events, events, smallTenant));
    bed.execute("set synchronous_commit = off; " + DELIVERIES.formatted(events));
    bed.execute("drop function made(timestamp, bigint)");
    bed.execute("vacuum analyze");
  }

  private static final String EVENTS =
      """
      create function made(at timestamp, n bigint) returns uuid language sql immutable return
        (substr(relay.first_id(at)::text, 1, 13) || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid;
      insert into relay.event
      select case when n %% 1000 = 7 then '%3$s'::uuid
                  else ('0199aaaa-0000-7000-8000-0000000000' || lpad(to_hex(n %% 50), 2, '0'))::uuid
             end,
             made(date_trunc('month', now() at time zone 'UTC') + n * interval '100 days' / %1$d, n),
             case when n %% 20000 = 3 then 'shipped' else 'ordered' end, 1,
             jsonb_build_object('name', 'n' || n, 'boxes', 1),
             array['everywhere', 'name:n' || n, case when n < %2$d / 2 then 'past' else 'present' end]
               || case when n %% (%2$d / 5) = 11 then array['rare'] else '{}' end,
             date_trunc('month', now() at time zone 'UTC') + n * interval '100 days' / %1$d, 'test',
             case when n %% 1000 = 9 then '%3$s'::uuid else made(date_trunc('month', now() at time zone 'UTC'), n) end,
             null, null
      from generate_series(0, %1$d - 1) n;
      """;

  private static final String DELIVERIES =
      """
      create temporary table made as
      select e.tenant_id, (overlay(e.id::text placing '9' from 20 for 1))::uuid as id,
             e.id as event_id, case e.type when 'shipped' then 'Track' else 'Mail' end as listener,
             row_number() over (order by e.id) as n, e.occurred_at
      from relay.event e;
      insert into relay.delivery (tenant_id, id, event_id, listener, queue, available_at, held, owner,
                                  leased_at)
      select tenant_id, id, event_id, listener, 'default', occurred_at,
             case n %% 100 when 5 then 'delay' when 6 then 'delay' when 7 then 'pause' end,
             case when n %% 100 = 4 and n < 10000 then gen_random_uuid() end,
             case when n %% 100 = 4 and n < 10000 then now() end
      from made where n %% 100 < 8;
      insert into relay.failed_job
      select tenant_id, id, event_id, listener, 'default', 0, 1, 0, 1, null, 'tries_exhausted', 'no',
             occurred_at
      from made where n %% 100 = 8;
      insert into relay.attempt (tenant_id, delivery_id, lease_no, event_id, listener, queue, number,
                                 outcome, node, started_at, finished_at)
      select tenant_id, id, 1, event_id, listener, 'default', 1,
             case when n %% 100 in (8, 9) then 'failed' else 'completed' end,
             tenant_id, occurred_at, occurred_at
      from made where n %% 100 >= 8 and n < %1$d + 1
      """;
}
