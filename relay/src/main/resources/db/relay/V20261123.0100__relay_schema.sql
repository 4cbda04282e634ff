-- The engine's tables live apart from the application's: one grant shows what a role may touch.
-- ${appRole} is the application (rows of its tenant only), ${relayRole} the engine (all tenants,
-- this schema only).
create schema relay;
grant usage on schema relay to ${appRole}, ${relayRole};
