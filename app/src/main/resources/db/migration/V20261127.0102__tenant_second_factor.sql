-- Whether a company lets in only those of its people who have a second factor. It is looked at with
-- the role, before a company's transaction begins.
alter table tenant add column second_factor_required boolean not null default false;
grant select (second_factor_required) on tenant to ${routerRole};
