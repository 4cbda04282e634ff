-- Whose token it is, so that it can do no more than its holder may now, and by which other token it
-- was made, so that it ends with that one. Null: an operator made it, for nobody.
alter table api_token
  add column person_id uuid,
  add column parent_id uuid,
  add foreign key (tenant_id, person_id) references membership (tenant_id, person_id),
  add foreign key (tenant_id, parent_id) references api_token (tenant_id, id);
create index api_token_person on api_token (tenant_id, person_id);
create index api_token_parent on api_token (tenant_id, parent_id) where parent_id is not null;

-- A token does not become another's, nor able to do more, nor live longer.
revoke update on api_token from ${appRole};
grant update (revoked_at, last_used_at) on api_token to ${appRole};

-- How long a company lets its people's tokens live.
alter table tenant add column max_token_days int not null default 365 check (max_token_days between 1 and 3650);
