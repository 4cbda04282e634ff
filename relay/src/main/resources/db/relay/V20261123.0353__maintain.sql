-- A busy node makes a million dead rows between two visits of autovacuum, and claims wade through
-- them: it may have them removed sooner.
grant maintain on relay.delivery to ${relayRole};
